//! What the file says of itself: title, owner, software, dates of the input. It claims no standard.

use chrono::{DateTime, FixedOffset};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use crate::font::Fonts;
use crate::paper::Paper;

/// One line of safe text.
fn line(fonts: &Fonts, text: &str) -> String {
    fonts.clean(text).replace('\n', " ").trim().to_owned()
}

/// `D:20280312140500+01'00'`: a date without its offset is read as the reader's own time.
fn pdf_date(instant: DateTime<FixedOffset>) -> String {
    let offset = instant.format("%:z").to_string().replace(':', "'");
    format!("{}{offset}'", instant.format("D:%Y%m%d%H%M%S"))
}

/// The classic dictionary of information.
pub(crate) fn information(file: &mut Document, paper: &Paper, fonts: &Fonts) -> ObjectId {
    let date = Object::string_literal(pdf_date(paper.generated));
    let text = |text: &str| lopdf::text_string(&line(fonts, text));
    file.add_object(dictionary! {
        "Title" => text(&paper.title),
        "Author" => text(&paper.organisation),
        "Subject" => text(&paper.subtitle),
        "Creator" => text(&paper.generator),
        "Producer" => text(&paper.generator),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    })
}

/// The same as XMP, uncompressed so that simple tools can read it.
pub(crate) fn xmp(file: &mut Document, paper: &Paper, fonts: &Fonts) -> ObjectId {
    let text = |text: &str| escape(&line(fonts, text));
    let date = paper.generated.format("%Y-%m-%dT%H:%M:%S%:z");
    let packet = format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{owner}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{software}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{software}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}',
        title = text(&paper.title),
        owner = text(&paper.organisation),
        subject = text(&paper.subtitle),
        software = text(&paper.generator),
    );
    let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    file.add_object(Stream::new(kind, packet.into_bytes()).with_compression(false))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
