//! The help of the page at hand: each page knows its topic by its address. Topics are brought by an
//! offer, as routes are; the frame leads to the one that fits.

use domain::rights::Role;

/// Where the help begins.
pub const HELP: &str = "/aide";

/// A topic of the help: the pages it is about, the roles it is written for.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Its part of the address.
    pub slug: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What one reads there, in a sentence.
    pub about: &'static str,
    /// Whom it is written for; everybody when none is named.
    pub roles: &'static [Role],
    /// Beginnings of the addresses it is about, with `{captures}` as routes have them.
    pub pages: &'static [&'static str],
    /// The screens it leads to: what each one says, and its route.
    pub screens: &'static [(&'static str, &'static str)],
}

impl Topic {
    /// Its address.
    pub fn href(&self) -> String {
        format!("{HELP}/{}", self.slug)
    }

    /// Whether it is written for somebody who holds these roles.
    pub fn is_for(&self, held: impl IntoIterator<Item = Role>) -> bool {
        self.roles.is_empty() || held.into_iter().any(|role| self.roles.contains(&role))
    }

    /// How much of an address it is about: the parts of the longest beginning that fits.
    fn depth(&self, path: &str) -> Option<usize> {
        self.pages.iter().filter_map(|page| begins(page, path)).max()
    }
}

/// How many parts a route has, when an address begins as it does. `/` is only itself.
fn begins(route: &str, path: &str) -> Option<usize> {
    if route == "/" {
        return (path == "/").then_some(0);
    }
    let mut parts = path.split('/');
    let fits = |part: &str| {
        let found = parts.next();
        found.is_some_and(|found| found == part || part.starts_with('{') && !found.is_empty())
    };
    let all: Vec<&str> = route.split('/').collect();
    all.iter().copied().all(fits).then_some(all.len())
}

/// The topic of an address: the one that says most of it, then one that is written for the reader.
pub(crate) fn topic_of<'t>(topics: &'t [Topic], path: &str, held: &[Role]) -> Option<&'t Topic> {
    let deep = |topic: &'t Topic| topic.depth(path).map(|depth| (depth, topic));
    let best = |(depth, topic): &(usize, &Topic)| (*depth, topic.is_for(held.iter().copied()));
    topics.iter().filter_map(deep).max_by_key(best).map(|(_, topic)| topic)
}
