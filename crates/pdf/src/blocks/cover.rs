//! The cover: whose paper, which, about what, and who is in it.

use domain::chart::PALETTE_LENGTH;

use crate::canvas::Pen;
use crate::flow::Flow;
use crate::paper::{Align, Cover, Member, Paper};
use crate::structure::{Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::{fit, wrap};

/// The title begins a third down the sheet.
const TITLE_TOP: f32 = 235.0;
const FACT_LABEL_WIDTH: f32 = 120.0;
const MEMBERS_SHOWN: usize = 14;
const MEMBER_LEADING: f32 = 22.0;
const BADGE: f32 = 16.0;

/// Draws the cover over the current, blank sheet.
pub(crate) fn draw(flow: &mut Flow, paper: &Paper, cover: &Cover) {
    let sheet_index = flow.canvas.current();
    flow.canvas.sheets[sheet_index].cover = true;
    flow.decorate(|pen| pen.fill(Ink::ACCENT, 0.0, 0.0, 14.0, sheet::HEIGHT));
    flow.advance(0.0);
    flow.y = sheet::MARGIN + 30.0;
    let owner = Style::COVER_OWNER;
    paragraph(flow, &paper.organisation, owner, Role::Paragraph, 2);
    flow.y = flow.y.max(TITLE_TOP);
    paragraph(flow, &paper.title, Style::COVER_TITLE, Role::Title, 5);
    flow.y += 6.0;
    paragraph(flow, &paper.subtitle, Style::COVER_SUBTITLE, Role::Paragraph, 4);
    let y = flow.y + 18.0;
    flow.decorate(|pen| pen.fill(Ink::ACCENT, sheet::LEFT, y, 56.0, 3.0));
    flow.y = y + 34.0;
    facts(flow, cover);
    members(flow, &cover.members);
}

/// A text in at most so many lines.
fn paragraph(flow: &mut Flow, text: &str, style: Style, role: Role, most: usize) {
    let mut lines = wrap(flow.canvas.fonts, text, style, sheet::BODY_WIDTH);
    if lines.lines.len() > most {
        let rest = lines.lines.split_off(most - 1).join(" ");
        lines.lines.push(fit(flow.canvas.fonts, &rest, style, sheet::BODY_WIDTH));
    }
    if lines.is_empty() {
        return;
    }
    let top = flow.y;
    flow.canvas.tell(Tree::ROOT, role, |pen| {
        pen.lines(&lines, sheet::LEFT, top, sheet::BODY_WIDTH, Align::Left);
    });
    flow.advance(lines.height());
}

/// Names and values, as far as the sheet goes.
fn facts(flow: &mut Flow, cover: &Cover) {
    if cover.facts.is_empty() {
        return;
    }
    let list = flow.canvas.tree.add(Tree::ROOT, Role::List);
    let fonts = flow.canvas.fonts;
    for (name, value) in &cover.facts {
        let label = wrap(fonts, name, Style::BODY.inked(Ink::MUTED), FACT_LABEL_WIDTH - 10.0);
        let body = wrap(fonts, value, Style::TERM, sheet::BODY_WIDTH - FACT_LABEL_WIDTH);
        let height = label.height().max(body.height());
        if height > flow.room() {
            return;
        }
        let top = flow.y;
        let item = flow.canvas.tree.add(list, Role::ListItem);
        flow.canvas.tell(item, Role::Label, |pen| {
            pen.lines(&label, sheet::LEFT, top, FACT_LABEL_WIDTH, Align::Left);
        });
        flow.canvas.tell(item, Role::ListBody, |pen| {
            let width = sheet::BODY_WIDTH - FACT_LABEL_WIDTH;
            pen.lines(&body, sheet::LEFT + FACT_LABEL_WIDTH, top, width, Align::Left);
        });
        flow.advance(height + 5.0);
    }
}

/// Badges and names in two columns at the foot of the sheet.
fn members(flow: &mut Flow, members: &[Member]) {
    let rows = members.len().min(MEMBERS_SHOWN).div_ceil(2);
    let top = sheet::BOTTOM - rows as f32 * MEMBER_LEADING;
    if members.is_empty() || top < flow.y {
        return;
    }
    let fonts = flow.canvas.fonts;
    let list = flow.canvas.tree.add(Tree::ROOT, Role::List);
    let column = sheet::BODY_WIDTH / 2.0;
    for (index, member) in members.iter().take(MEMBERS_SHOWN).enumerate() {
        let x = sheet::LEFT + (index / rows) as f32 * column;
        let y = top + (index % rows) as f32 * MEMBER_LEADING;
        let name = if index + 1 == MEMBERS_SHOWN && members.len() > MEMBERS_SHOWN {
            format!("et {} autres", members.len() - MEMBERS_SHOWN + 1)
        } else {
            member.name.clone()
        };
        let name = fit(fonts, &name, Style::BODY, column - BADGE - 20.0);
        let ink = Ink::series(member.palette);
        // A colour that comes back: an outline where the first is filled.
        let again = member.palette / PALETTE_LENGTH % 2 == 1;
        flow.decorate(|pen| {
            if again {
                pen.outline(ink, 2.0, [x, y, BADGE + 4.0, BADGE]);
            } else {
                pen.fill(ink, x, y, BADGE + 4.0, BADGE);
            }
        });
        let ground = if again { Ink::WHITE } else { ink };
        let item = flow.canvas.tree.add(list, Role::ListItem);
        let badge = fit(fonts, &member.badge, Style::BADGE, BADGE + 2.0);
        flow.canvas.tell(item, Role::Label, |pen| {
            draw_badge(pen, ground, &badge, (x, y));
        });
        flow.canvas.tell(item, Role::ListBody, |pen| {
            pen.text(Style::BODY, x + BADGE + 12.0, y + BADGE / 2.0 + 3.4, &name);
        });
    }
}

fn draw_badge(pen: &mut Pen, ground: Ink, badge: &str, (x, y): (f32, f32)) {
    let style = Style::BADGE.inked(ground.opposite());
    pen.text_around(style, x + BADGE / 2.0 + 2.0, y + BADGE / 2.0 + style.size * 0.36, badge);
}
