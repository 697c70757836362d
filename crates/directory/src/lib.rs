//! Who exists and who may act: the pôle, its legal entities and their activities, the dated
//! perimeter of the combined report, the people who act, the trail of what was done. Tables and
//! acts, no pages.

mod act;
mod add_activity;
mod add_association;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod perimeter;
mod pole;
mod read;

pub use act::{Act, Error, audit};
pub use add_activity::{NewActivity, add_activity};
pub use add_association::{NewAssociation, add_association, lock_association};
pub use entity::{activity, association, perimeter as perimeter_row, person, pole as pole_row};
pub use perimeter::{PerimeterEntry, add_to_perimeter, in_perimeter, perimeter};
pub use pole::{LOCAL_ACTOR, actor_by_email, init_pole, pole, set_notice};
pub use read::{activities, association_by_slug, associations};
