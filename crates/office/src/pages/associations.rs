//! The associations that one may open, to go from one to the other.

use askama::Template;
use axum::response::Response;
use domain::rights::Right;
use web::pieces::{Empty, EntityBadge};
use web::table::{Cell, Table};
use web::{Page, Problem, Reading, Visitor, render};

#[derive(Template)]
#[template(path = "office/associations.html")]
struct Associations {
    page: Page,
    table: Table,
    empty: Empty,
}

/// What opens an association's page.
pub(crate) const OPENS: [Right; 3] = [Right::Books, Right::Jobs, Right::JobCounts];

/// `GET /a`.
pub(super) async fn show(
    page: Page,
    Visitor(visit): Visitor,
    reading: Reading,
) -> Result<Response, Problem> {
    let all = directory::associations(&*reading).await?;
    let badges = EntityBadge::of_pole(all.iter().map(|one| one.name.as_str()));
    let open = visit.access.within(&all, &OPENS);
    let mut table = Table::new("Associations").sortable().words("Association").words("SIREN");
    for (association, badge) in all.iter().zip(&badges) {
        if open.iter().any(|one| one.id == association.id) {
            let siren = association.siren.clone().unwrap_or_default();
            let name = Cell::entity(badge).to(format!("/a/{}", association.slug));
            table.row([name, Cell::text(siren)]);
        }
    }
    let empty = Empty {
        title: "Aucune association ne vous est ouverte".to_owned(),
        explanation:
            "Un accès est donné par la personne qui administre le pôle ; il s'ouvre et se \
                      ferme à des dates."
                .to_owned(),
        action: None,
    };
    render(&Associations { page, table, empty })
}
