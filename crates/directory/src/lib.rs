//! Who exists and who may act: the pôle, its legal entities and their activities, the dated
//! perimeter of the combined report, the people who act, their seats and sessions, the trail of what
//! was done. Tables and acts, no pages.

mod access;
mod act;
mod add_activity;
mod add_association;
mod check;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod grant_seat;
mod perimeter;
mod pole;
mod read;
mod rename;
mod sealing;
mod session;
mod set_activity_hours;

pub use access::{Access, Held, accesses_in, needs_second_factor};
pub use act::{Act, Error, audit, audit_of, checks};
pub use add_activity::{NewActivity, add_activity};
pub use add_association::{
    NewAssociation, add_association, checked_name, checked_slug, lock_association,
};
pub use check::Check;
pub use entity::{
    activity, association, audit as audit_row, perimeter as perimeter_row, person,
    pole as pole_row, seat as seat_row, session as session_row, trail_end,
};
pub use grant_seat::{
    NewSeat, SeatRow, checked_email, confirm_seat, end_seat, grant_seat, keep_seat, seats,
};
pub use perimeter::{PerimeterEntry, add_to_perimeter, end_in_perimeter, in_perimeter, perimeter};
pub use pole::{LOCAL_ACTOR, Named, actor_by_email, init_pole, pole, pole_name, set_notice};
pub use read::{activities, association_by_slug, associations, names};
pub use rename::{rename_activity, rename_association};
pub use sealing::Sealing;
pub use session::{
    IDLE, LONGEST, Proof, Token, Visit, begin_session, end_all_sessions, end_session,
    forget_ended_sessions, note_seen, sessions, visit,
};
pub use set_activity_hours::set_activity_hours;
