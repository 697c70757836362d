//! The site as people use it and as others would misuse it: signing in, what each role opens, what
//! an insider and an outsider cannot do, the trail that is left.

mod authenticator;
mod browser;
mod cast;
mod filling;
mod server;

mod board;
mod conventions;
mod help;
mod hostile;
mod links;
mod others;
mod passkeys;
mod president;
mod questions;
mod rights;
mod rooms;
mod second_factor;
mod sign_in;
mod smtp;
mod staff;
mod staff_by_hand;
mod staff_put_right;
mod trail;
mod tricks;
