//! Whoever reads the threads of an association, and which of them there are for them.

use directory::Access;
use domain::dossier::{Kind, Side, State, Subject};
use domain::figure::Figure;
use domain::rights::Right;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};

use crate::entity::question;

/// Somebody who reads the threads of one association.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    access: &'a Access,
    association: i64,
}

impl<'a> Reader<'a> {
    /// Somebody, in an association.
    pub fn new(access: &'a Access, association: i64) -> Self {
        Self { access, association }
    }

    /// The association.
    pub fn association(&self) -> i64 {
        self.association
    }

    /// The side they stand on.
    pub fn side(&self) -> Option<Side> {
        self.access.side_in(self.association)
    }

    /// Whether threads about a subject are there for them.
    pub fn may_read(&self, subject: &Subject) -> bool {
        self.may(Right::Questions) && self.may(subject.right())
    }

    fn may(&self, right: Right) -> bool {
        self.access.may(right, self.association)
    }

    /// Those of them that they asked and that are answered.
    pub(crate) fn answered(&self) -> Select<question::Entity> {
        self.questions()
            .filter(question::Column::State.eq(State::Answered.code()))
            .filter(question::Column::AskedBy.eq(self.access.person.id))
    }

    /// The questions that are there for them; without the right to ask, none.
    pub(crate) fn questions(&self) -> Select<question::Entity> {
        let asks = self.may(Right::Questions);
        let kinds = Kind::ALL.into_iter().filter(|kind| {
            asks && match kind {
                Kind::Entry | Kind::Account => self.may(Right::Books),
                Kind::Contract => self.may(Right::Jobs),
                Kind::Association => true,
                Kind::Figure => false,
            }
        });
        let figures = Figure::ALL.into_iter().filter(|figure| asks && self.may(figure.right()));
        let of_kind = question::Column::Kind.is_in(kinds.map(Kind::code));
        let of_figure = Condition::all()
            .add(question::Column::Kind.eq(Kind::Figure.code()))
            .add(question::Column::Code.is_in(figures.map(Figure::slug)));
        question::Entity::find()
            .filter(question::Column::AssociationId.eq(self.association))
            .filter(Condition::any().add(of_kind).add(of_figure))
    }
}
