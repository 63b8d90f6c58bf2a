//! Every format on texts of our own.

#![allow(clippy::unwrap_used)]

mod common;
use common::one;
use std::io::Write;
use unravel_read::{ReadOptions, read_bytes};

#[test]
fn an_html_page_with_its_metadata() {
    let page = br#"<!doctype html><html lang="en-GB"><head>
        <title>Ministers renew the pact | Example Wire</title>
        <meta property="og:title" content="Ministers renew the pact | Example Wire">
        <meta property="og:site_name" content="Example Wire">
        <link rel="canonical" href="https://www.example.org/2021/03/12/pact">
        <script type="application/ld+json">{"@graph":[{"@type":"Organization","name":"Example Wire"},
          {"@type":["NewsArticle"],"headline":"Ministers renew the pact","datePublished":"2021-03-12T08:00:00+01:00",
           "author":[{"@type":"Person","name":"By the Foreign Desk"}]}]}</script>
        </head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
        <article><h1>Ministers renew the pact</h1>
        <p>The two ministers met in the capital on Friday and renewed the pact for five years, their offices said in a joint statement.</p>
        <p>Neither side gave details, but an official said that the text &ldquo;follows the old one closely&rdquo;, with a new annex on border posts.</p>
        <p>The opposition called the meeting a waste of time, and promised to bring the matter before the parliament next week.</p>
        <ul><li>The pact dates from 1999.</li><li>It was renewed twice.</li></ul></article>
        <footer>All rights reserved</footer></body></html>"#;
    let document = one(page, "a.bin");
    insta::assert_json_snapshot!(document);
}

#[test]
fn a_page_that_one_extractor_misses_is_read_by_another() {
    // the text stands in table cells without paragraphs, as on old sites
    let page = "<html><body><table><tr><td><a href=/>Home</a></td></tr><tr><td>\
        <b>Talks end</b><br><br>The talks ended on Monday without an agreement. Both sides said that they would \
        meet again in June.<br><br>A spokesman for the ministry blamed the other party, which had \
        asked for a delay. He gave no date.</td></tr></table></body></html>";
    let document = one(page.as_bytes(), "old.html");
    assert!(
        document
            .text
            .contains("ended on Monday without an agreement")
    );
    assert!(document.text.contains("He gave no date."));
}

#[test]
fn the_declared_article_body_corrects_a_wrong_reading() {
    let sentence =
        "The council heard two reports on the ties of the groups and took note of them. ";
    let body = sentence.repeat(12);
    let noise = "<p>Readers of this site like to comment, and this comment is one of many that were left here by them, as it happens. </p>".repeat(12);
    let page = format!(
        "<html><head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script></head>\
         <body><div id='app'></div><div class='content'>{noise}</div></body></html>"
    );
    let document = one(page.as_bytes(), "app.html");
    assert!(
        document.text.starts_with("The council heard two reports"),
        "{}",
        document.text
    );
    assert!(!document.text.contains("Readers of this site"));
}

#[test]
fn a_two_column_pdf() {
    let document = one(include_bytes!("fixtures/two-columns.pdf"), "note.pdf");
    assert_eq!(
        document.title.as_deref(),
        Some("Regional Armed Groups and Their Partners")
    );
    assert_eq!(document.published.unwrap().to_string(), "2021-03-12");
    insta::assert_snapshot!(document.text);
}

fn docx(body: &str, core: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (path, content) in [("word/document.xml", body), ("docProps/core.xml", core)] {
        zip.start_file(path, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_docx() {
    let body = "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>\
        <w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>A note on ties</w:t></w:r></w:p>\
        <w:p><w:r><w:t>12 March 2021</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">The &lt;two&gt; </w:t></w:r><w:r><w:t>sides met &amp; agreed&#8212;twice.</w:t></w:r>\
        <w:del><w:r><w:delText>struck out</w:delText></w:r></w:del></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let core = "<cp:coreProperties><dc:title>Template</dc:title><dc:creator>Example Desk</dc:creator>\
        <dcterms:created>2020-01-02T00:00:00Z</dcterms:created></cp:coreProperties>";
    let document = one(&docx(body, core), "note.docx");
    assert_eq!(document.title.as_deref(), Some("A note on ties"));
    assert_eq!(document.authors, ["Example Desk"]);
    assert_eq!(document.published.unwrap().to_string(), "2021-03-12");
    assert_eq!(document.text, "The <two> sides met & agreed—twice.\n\ncell");
}

#[test]
fn an_email_with_an_attachment() {
    let message = "From: Press Office <press@ministry.example>\r\nTo: list@example.org\r\n\
        Date: Fri, 12 Mar 2021 10:00:00 +0000\r\nSubject: =?utf-8?q?The_pact_=E2=80=93_a_statement?=\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        The pact holds, the caf=E9 statement said.\r\n\r\n> It was quoted.\r\n\r\n-- \r\nSignature\r\n\
        --b\r\nContent-Type: text/markdown; name=annex.md\r\nContent-Disposition: attachment; filename=annex.md\r\n\r\n\
        # Annex\r\n\r\nThe annex lists the posts.\r\n--b--\r\n";
    for name in ["mail.eml", "mail"] {
        let all = read_bytes(message.as_bytes(), name, &ReadOptions::default());
        assert_eq!(all.len(), 2, "{all:?}");
        let mail = all[0].as_ref().unwrap();
        assert_eq!(mail.title.as_deref(), Some("The pact – a statement"));
        assert_eq!(mail.publisher.as_deref(), Some("ministry.example"));
        assert_eq!(mail.published.unwrap().to_string(), "2021-03-12");
        assert_eq!(
            mail.text,
            "The pact holds, the café statement said.\n\nIt was quoted."
        );
        let annex = all[1].as_ref().unwrap();
        assert_eq!(annex.text, "The annex lists the posts.");
        assert_eq!(
            annex.origin.as_deref(),
            Some(format!("{name}#1.md").as_str())
        );
    }
}

#[test]
fn feeds_give_a_document_per_entry() {
    let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Example Wire</title>\
        <link>https://example.org</link><description>d</description><language>en</language>\
        <item><title>A pact &amp; a pledge</title><link>https://example.org/1</link>\
        <pubDate>Fri, 12 Mar 2021 10:00:00 GMT</pubDate><description>&lt;p&gt;The pact held.&lt;/p&gt;&lt;p&gt;It &lt;b&gt;will&lt;/b&gt; hold.&lt;/p&gt;</description></item>\
        <item><title>Nothing in it</title><link>https://example.org/2</link></item></channel></rss>";
    let all = read_bytes(rss.as_bytes(), "feed", &ReadOptions::default());
    let first = all[0].as_ref().unwrap();
    assert_eq!(first.title.as_deref(), Some("A pact & a pledge"));
    assert_eq!(first.publisher.as_deref(), Some("Example Wire"));
    assert_eq!(first.published.unwrap().to_string(), "2021-03-12");
    assert_eq!(first.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(first.text, "The pact held.\n\nIt will hold.");
    assert!(
        all[1]
            .as_ref()
            .unwrap_err()
            .to_string()
            .starts_with("feed#2: no text in it")
    );
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Example</title><id>x</id><updated>2021-03-12T00:00:00Z</updated>\
        <entry><title>T</title><id>y</id><updated>2021-03-12T00:00:00Z</updated><content type=\"html\">&lt;p&gt;The pact held.&lt;/p&gt;</content></entry></feed>";
    assert_eq!(one(atom.as_bytes(), "a.xml").text, "The pact held.");
}

fn record(kind: &str, url: &str, body: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n\
         WARC-Date: 2021-03-13T00:00:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http;msgtype={kind}\r\n\
         Content-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    )
}

#[test]
fn warc_plain_and_packed() {
    let page = "<html><head><title>A pact holds</title></head><body><p>The pact held for the whole year, officials said.</p></body></html>";
    let (head, tail) = page.split_at(20);
    let chunked = format!(
        "{:x}\r\n{head}\r\n{:x}\r\n{tail}\r\n0\r\n\r\n",
        head.len(),
        tail.len()
    );
    let warc = [
        record("request", "https://example.org/2021/03/12/a", "GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://example.org/2021/03/12/a", &format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}")),
        record("response", "https://example.org/b", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>gone"),
        record("response", "https://example.org/c.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxx"),
    ]
    .concat();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(warc.as_bytes()).unwrap();
    for bytes in [warc.clone().into_bytes(), packer.finish().unwrap()] {
        let document = one(&bytes, "crawl.warc");
        assert_eq!(
            document.text,
            "The pact held for the whole year, officials said."
        );
        assert_eq!(document.publisher.as_deref(), Some("example.org"));
        assert_eq!(document.published.unwrap().to_string(), "2021-03-12");
        assert_eq!(document.origin.as_deref(), Some("crawl.warc#2"));
    }
    let cut = &warc.as_bytes()[..warc.len() - 60];
    let all = read_bytes(cut, "cut.warc", &ReadOptions::default());
    assert!(all[0].is_ok());
    assert!(
        all[1]
            .as_ref()
            .unwrap_err()
            .to_string()
            .starts_with("cut.warc: record 4: ")
    );
}

#[test]
fn a_plain_text_page() {
    let text = "Example Wire\nHome\nWorld\nPolitics\nOpinion\n\nPact renewed for five years after long talks\n\n\
        By Ana Example in Doha\nPublished: 12 March 2021\n\nShare on Facebook\nTweet\n\n\
        The two ministers met on Friday and renewed the pact for five years, their offices said.\n\n\
        Read also: Another story altogether\n\n\
        The signatories promised to keep the bor...\n\n\
        The signatories promised to keep the border posts open, and to meet again within a year.\n\n\
        What comes next\n\n\
        He declined. \"I never knew...\"\n\n\
        An official added that nothing else had changed since the last round of talks in the spring.\n\n\
        Related stories\nOpposition calls the talks a waste of time\nA border post reopens after a decade\n\n© 2021 Example Wire\n";
    let document = one(text.as_bytes(), "page.txt");
    insta::assert_json_snapshot!(document);
}

#[test]
fn toml_front_matter_and_origin() {
    let document = one(
        b"+++\ntitle = \"A\"\npublisher = \"P\"\n+++\nThe *pact* held.",
        "dir/a.md",
    );
    assert_eq!(document.origin.as_deref(), Some("dir/a.md"));
    assert_eq!(document.text, "The pact held.");
    assert_eq!(
        document.id,
        unravel_evidence::Document::id_for("The pact held.", Some("P"), None, None)
    );
}
