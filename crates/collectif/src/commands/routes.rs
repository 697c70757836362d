//! `routes`: every address of the site and whom it answers, as the site itself declares them. The
//! stories of rights walk this list, so that a new route fails until somebody has said whose it is.

use serde_json::json;
use web::Audience;

use super::serve::offers;
use crate::said::Said;

/// Lists them.
pub fn run() -> Said {
    let routes: Vec<_> = offers().into_iter().flat_map(|offer| offer.route_list).collect();
    let right = |audience: Audience| match audience {
        Audience::Anyone => ("anyone", None),
        Audience::Entering => ("entering", None),
        Audience::SignedIn => ("signed-in", None),
        Audience::Pole(right) => ("pole", Some(format!("{right:?}"))),
        Audience::Association(right) => ("association", Some(format!("{right:?}"))),
    };
    let line = |route: &web::RouteInfo| {
        let (audience, right) = right(route.audience);
        format!("{:<5} {:<48} {audience} {}\n", route.method, route.path, right.unwrap_or_default())
    };
    let text: String = routes.iter().map(line).collect();
    let rows: Vec<_> = routes
        .iter()
        .map(|route| {
            let (audience, right) = right(route.audience);
            json!({"method": route.method.as_str(), "path": route.path, "audience": audience, "right": right})
        })
        .collect();
    Said::done(text, json!({"routes": rows}))
}
