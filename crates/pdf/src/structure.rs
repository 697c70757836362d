//! The tree of what each thing on the paper is, for voices and for those who copy text: headings,
//! paragraphs, tables with their heads, figures in words.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// What a node is; the names are those of the PDF format.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    Document,
    Title,
    Heading(u8),
    Paragraph,
    Contents,
    ContentsItem,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    Caption,
    TableHead,
    TableBody,
    Row,
    /// Names the cells below it.
    ColumnHead,
    /// Names the cells beside it.
    RowHead,
    /// Names the rows that follow; covers so many columns.
    SectionHead(usize),
    Cell,
    Figure {
        words: String,
        /// Left, bottom, right, top, from the bottom of the page as the format counts.
        place: [f32; 4],
    },
}

impl Role {
    /// Its tag, in the content and in the tree.
    pub(crate) fn tag(&self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Title => "Title",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(_) => "H3",
            Self::Paragraph => "P",
            Self::Contents => "TOC",
            Self::ContentsItem => "TOCI",
            Self::List => "L",
            Self::ListItem => "LI",
            Self::Label => "Lbl",
            Self::ListBody => "LBody",
            Self::Table => "Table",
            Self::Caption => "Caption",
            Self::TableHead => "THead",
            Self::TableBody => "TBody",
            Self::Row => "TR",
            Self::ColumnHead | Self::RowHead | Self::SectionHead(_) => "TH",
            Self::Cell => "TD",
            Self::Figure { .. } => "Figure",
        }
    }

    /// What the tag alone does not say.
    fn attributes(&self) -> Option<Dictionary> {
        let head = |scope: &str| dictionary! { "O" => "Table", "Scope" => scope };
        match self {
            Self::ColumnHead => Some(head("Column")),
            Self::RowHead => Some(head("Row")),
            Self::SectionHead(columns) => {
                let mut attributes = head("Row");
                attributes.set("ColSpan", (*columns).max(1) as i64);
                Some(attributes)
            }
            Self::Figure { place, .. } => {
                let place: Vec<Object> = place.iter().map(|side| Object::Real(*side)).collect();
                Some(dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => place })
            }
            _ => None,
        }
    }
}

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(usize);

#[derive(Debug)]
enum Kid {
    Node(NodeId),
    /// Marked content number `mark` on page `page`.
    Mark {
        page: usize,
        mark: usize,
    },
}

#[derive(Debug)]
struct Node {
    role: Role,
    parent: NodeId,
    kids: Vec<Kid>,
}

/// The tree; its root is the document.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The document.
    pub(crate) const ROOT: NodeId = NodeId(0);

    pub(crate) fn new() -> Self {
        let root = Node { role: Role::Document, parent: Self::ROOT, kids: Vec::new() };
        Self { nodes: vec![root] }
    }

    /// A new last child.
    pub(crate) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node { role, parent, kids: Vec::new() });
        self.nodes[parent.0].kids.push(Kid::Node(id));
        id
    }

    /// Content of a node on a page.
    pub(crate) fn attach(&mut self, node: NodeId, page: usize, mark: usize) {
        self.nodes[node.0].kids.push(Kid::Mark { page, mark });
    }

    pub(crate) fn tag(&self, node: NodeId) -> &'static str {
        self.nodes[node.0].role.tag()
    }

    /// Writes the tree into a file; `marks` tells, page by page, the node of each marked content.
    /// Gives the root to name in the catalogue.
    pub(crate) fn write(
        &self,
        file: &mut Document,
        pages: &[ObjectId],
        marks: &[Vec<NodeId>],
    ) -> ObjectId {
        let root = file.new_object_id();
        let ids: Vec<ObjectId> = self.nodes.iter().map(|_| file.new_object_id()).collect();
        for (index, node) in self.nodes.iter().enumerate() {
            let parent = if index == 0 { root } else { ids[node.parent.0] };
            file.set_object(ids[index], element(node, parent, &ids, pages));
        }
        let mut numbers = Vec::with_capacity(2 * marks.len());
        for (page, nodes) in marks.iter().enumerate() {
            let parents: Vec<Object> = nodes.iter().map(|node| ids[node.0].into()).collect();
            let parents = file.add_object(parents);
            numbers.push(Object::Integer(page as i64));
            numbers.push(parents.into());
        }
        let parent_tree = file.add_object(dictionary! { "Nums" => numbers });
        file.set_object(
            root,
            dictionary! {
                "Type" => "StructTreeRoot",
                "K" => ids[0],
                "ParentTree" => parent_tree,
                "ParentTreeNextKey" => marks.len() as i64,
                // Readers of PDF 1.7 know no title below the document: a paragraph to them.
                "RoleMap" => dictionary! { "Title" => "P" },
            },
        );
        root
    }
}

/// One element of the tree as the format writes it.
fn element(node: &Node, parent: ObjectId, ids: &[ObjectId], pages: &[ObjectId]) -> Dictionary {
    let mut element = dictionary! {
        "Type" => "StructElem",
        "S" => node.role.tag(),
        "P" => parent,
    };
    let home = node.kids.iter().find_map(|kid| match kid {
        Kid::Mark { page, .. } => Some(*page),
        Kid::Node(_) => None,
    });
    if let Some(page) = home {
        element.set("Pg", pages[page]);
    }
    let mut kids: Vec<Object> = node
        .kids
        .iter()
        .map(|kid| match kid {
            Kid::Node(id) => ids[id.0].into(),
            Kid::Mark { page, mark } if Some(*page) == home => Object::Integer(*mark as i64),
            Kid::Mark { page, mark } => Object::Dictionary(dictionary! {
                "Type" => "MCR",
                "Pg" => pages[*page],
                "MCID" => *mark as i64,
            }),
        })
        .collect();
    if kids.len() == 1 {
        element.set("K", kids.remove(0));
    } else if !kids.is_empty() {
        element.set("K", kids);
    }
    if let Some(attributes) = node.role.attributes() {
        element.set("A", attributes);
    }
    if let Role::Figure { words, .. } = &node.role {
        element.set("Alt", lopdf::text_string(words));
    }
    element
}
