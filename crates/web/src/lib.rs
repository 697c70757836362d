//! The furniture of pages: what every screen of the pôle shares, so that a slice only has to say
//! what it shows.
//!
//! A slice hands over an [`Offer`] (its routes and menu entries); [`site_router`] folds the offers
//! into one site with assets, security headers and error pages, each route behind its guard. A
//! handler takes a [`Page`], a [`Seat`] or [`Visitor`], the [`Site`] or a [`Reading`] of its base, as
//! far as the guard opened it, builds the [`pieces`] it shows, and answers [`render`] or a [`Problem`]. Templates extend
//! `web/layout.html` and draw pieces with the macros of `web/pieces.html`.

mod assets;
mod extract;
mod guard;
mod offer;
mod page;
mod problem;
mod reading;
mod site;

pub mod address;
pub mod export;
pub mod form;
pub mod french;
pub mod help;
pub mod pieces;
pub mod search;
pub mod table;
pub mod threads;
pub mod upload;
pub mod verdict;

pub use assets::stylesheet;
pub use extract::{Path, Query};
pub use french::filters;
pub use guard::{COOKIE, SECOND_FACTOR, SIGN_IN, Seat, Visitor, token};
pub use offer::{Audience, MenuEntry, Offer, Room, RouteInfo, site_router};
pub use page::{MenuLink, Page, answer, render};
pub use problem::Problem;
pub use reading::{Reading, notice};
pub use site::{Clock, Site, Unopened};
