use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, RgbImage};
use proptest::prelude::*;

use super::*;

/// A picture of three pixels by two.
fn pixels() -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(3, 2, |x, y| image::Rgb([x as u8 * 80, y as u8 * 80, 40])))
}

fn file(format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    pixels().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A photograph of 64 × 48 pixels, and the same held upright (Exif 2.3, orientation 6).
fn photograph() -> Vec<u8> {
    let image = RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * y) as u8, x as u8, y as u8]));
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 80).encode_image(&DynamicImage::ImageRgb8(image)).unwrap();
    out
}

fn upright(photograph: &[u8]) -> Vec<u8> {
    // APP1 with an Exif block of one entry: tag 0x0112, type SHORT, one value, 6.
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&photograph[..2], &[0xff, 0xe1], &length, exif, &photograph[2..]].concat()
}

fn drawing(inside: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 20'>{inside}</svg>")
}

fn told(name: &str, bytes: impl AsRef<[u8]>) -> String {
    examine(name, bytes.as_ref()).expect_err("a finding")
}

#[test]
fn every_kind_is_known_by_its_content() {
    for (name, format) in [
        ("a.png", ImageFormat::Png),
        ("a.JPG", ImageFormat::Jpeg),
        ("a.gif", ImageFormat::Gif),
        ("b.webp", ImageFormat::WebP),
    ] {
        assert_eq!(examine(name, &file(format)).unwrap().size, Some((3, 2)), "{name}");
    }
    assert_eq!(examine("a.svg", drawing("").as_bytes()).unwrap().size, Some((30, 20)));
}

#[test]
fn the_name_must_fit_the_content() {
    assert_eq!(told("a.png", file(ImageFormat::Jpeg)), "it is a JPEG file; let its name end with .jpg");
    assert_eq!(told("a.html", file(ImageFormat::Gif)), "it is a GIF file; let its name end with .gif");
    assert_eq!(told("page.html", drawing("")), "it is a SVG file; let its name end with .svg");
    assert_eq!(told("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0"), "it is a HEIC photograph; save it as JPEG");
    assert_eq!(told("a.png", b"%PDF-1.7"), "it is a PDF file; export the picture as SVG or PNG");
    assert_eq!(told("a.png", b"plain words"), "it is not an image");
    assert_eq!(told("a.png", b""), "the file is empty");
}

#[test]
fn half_a_picture_is_told() {
    let photograph = photograph();
    for (name, whole) in [
        ("a.jpg", photograph.clone()),
        ("a.png", file(ImageFormat::Png)),
        ("a.gif", file(ImageFormat::Gif)),
        ("a.webp", file(ImageFormat::WebP)),
    ] {
        assert!(examine(name, &whole).is_ok(), "{name}");
        let why = told(name, &whole[..whole.len() / 2]);
        assert!(why.contains("cut off") || why.contains("damaged"), "{name}: {why}");
    }
    // A preview inside a photograph has an end of its own.
    let preview = [&[0xff, 0xe1][..], &u16::to_be_bytes(photograph.len() as u16 + 2), &photograph].concat();
    let with_preview = [&photograph[..2], &preview, &photograph[2..]].concat();
    assert!(examine("a.jpg", &with_preview).is_ok());
    assert_eq!(told("a.jpg", &with_preview[..preview.len() + 200]), "the file is cut off");
}

#[test]
fn a_camera_held_upright_gives_an_upright_picture() {
    assert_eq!(examine("a.jpg", &photograph()).unwrap().size, Some((64, 48)));
    assert_eq!(examine("a.jpg", &upright(&photograph())).unwrap().size, Some((48, 64)));
}

#[test]
fn sizes_that_nobody_prints_are_refused_before_they_are_decoded() {
    // A GIF of 34 bytes that declares 65535 × 65535.
    let gif = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\0;";
    assert_eq!(told("a.gif", gif), "it has 65535 × 65535 pixels; a picture may have 100 million pixels");
    let mut png = file(ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(told("a.png", png), "it has 100000 × 100000 pixels; a picture may have 100 million pixels");
}

/// The check sum of a PNG chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 })
    })
}

#[test]
fn photographs_for_screens_stay_as_they_are() {
    for bytes in [photograph(), upright(&photograph()), file(ImageFormat::Png), drawing("").into_bytes()] {
        assert_eq!(*published(bytes.clone().into(), u64::MAX), *bytes);
    }
}

#[test]
fn many_pictures_share_the_pixels_that_products_have() {
    let picture = |width, height, format| {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let (large, small) = (picture(4_000, 3_000, ImageFormat::Png), picture(100, 100, ImageFormat::Png));
    let share = |large_ones: usize| {
        super::share(std::iter::repeat_n(&large[..], large_ones).chain(std::iter::repeat_n(&small[..], 1_000)))
    };
    assert_eq!(share(60), 16_000_000);
    assert_eq!(share(100), 7_900_000);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let made = published(picture(400, 300, format).into(), 30_000);
        let made = image::load_from_memory_with_format(&made, format).unwrap();
        assert_eq!((made.width(), made.height()), (200, 150), "{format:?}");
    }
}

#[test]
fn a_picture_of_sixteen_bits_may_have_half_the_pixels() {
    let mut png = Cursor::new(Vec::new());
    DynamicImage::new_rgba16(1, 1).write_to(&mut png, ImageFormat::Png).unwrap();
    let mut png = png.into_inner();
    let side = 10_000_u32.to_be_bytes();
    png[16..24].copy_from_slice(&[side, side].concat());
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(told("a.png", png), "it has 10000 × 10000 pixels of 16 bits; save it with 8");
}

#[test]
fn pictures_have_no_more_pixels_than_a_page_can_show() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(5_000, 10, image::Rgb([200, 30, 30])));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        let made = published(bytes.into_inner().into(), u64::MAX);
        let made = image::load_from_memory_with_format(&made, format).unwrap().to_rgb8();
        assert_eq!(made.dimensions(), (4_000, 8));
        assert!(made.pixels().all(|pixel| pixel.0[0].abs_diff(200) < 3 && pixel.0[1].abs_diff(30) < 3));
    }
}

#[test]
fn sizes_of_drawings() {
    let size = |tag: &str| examine("a.svg", format!("<svg xmlns='http://www.w3.org/2000/svg' {tag}/>").as_bytes());
    assert_eq!(size("width='10' height='20px'").unwrap().size, Some((10, 20)));
    assert_eq!(size("width='100%' height='100%' viewBox='0 0 4.4 5'").unwrap().size, Some((4, 5)));
    assert_eq!(size("width='10mm' height='1in'").unwrap().size, Some((38, 96)));
    assert_eq!(size("").unwrap().size, None);
    for degenerate in [
        "width='1' height='1e38' viewBox='0 0 1 1'",
        "width='NaN' height='1'",
        "width='inf' height='1'",
        "width='0' height='1'",
        "width='-3' height='1'",
        "viewBox='0 0 0 0'",
        "viewBox='0 0 1'",
        "viewBox='0 0 1e9 1e9'",
        "width='1' height='2000'",
        "width='99999' height='99999'",
        "width='wide' height='1'",
    ] {
        assert!(size(degenerate).is_err(), "{degenerate}");
    }
    assert_eq!(
        examine("a.svg", "\u{feff}<?xml version='1.0'?>\n<!-- x --><!DOCTYPE svg>\n<s:svg xmlns:s='http://www.w3.org/2000/svg' stroke-width='3' viewBox='0 0 4.4 5'/>".as_bytes())
            .unwrap()
            .size,
        Some((4, 5))
    );
}

#[test]
fn what_drawing_programs_write_is_let_through() {
    for inside in [
        "<title>t</title><desc>d</desc><metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:c='http://creativecommons.org/ns#'><c:Work r:about=''/></r:RDF></metadata>",
        "<i:namedview xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:zoom='1' pagecolor='#fff'/>",
        "<style>.a{fill:#fff;stroke:url(#g)} /* url(x) */</style><path class='a' d='M1-2.5e2,3z' style='fill:url(\"#g\")'/>",
        "<defs><linearGradient id='g'><stop offset='0'/></linearGradient><clipPath id='c'/></defs><use href='#g'/>",
        "<text font-size='3'>one = on = 1 &lt; &#20013;</text>",
        "<a href='https://example.com/'><rect width='1' height='1'/></a>",
        "<radialGradient id='g' gradientTransform='matrix(.28297029 0 0-.11253923 1 1)'/><path d='M.12345678.87654321z'/>",
        "<filter id='s'><feGaussianBlur stdDeviation='2'/><feOffset dx='1'/><feMerge><feMergeNode/></feMerge></filter><g filter='url(#s)'/>",
        "<defs><style type='text/css'><![CDATA[ .a { filter-x: none } ]]></style></defs>",
    ] {
        let drawing = drawing(inside);
        if let Err(why) = examine("a.svg", drawing.as_bytes()) {
            panic!("{inside}: {why}");
        }
    }
}

/// Whatever runs, loads, embeds or never ends; each way round a search for words in the text once got through.
#[test]
fn a_drawing_can_only_be_looked_at() {
    for inside in [
        "<script>alert(1)</script>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
        "<rect class='>' onbegin='alert(1)'/>",
        "<rect onload ='x()'/>",
        "<rect onload\n=\n'x()'/>",
        "<rect ONCLICK='x()'/>",
        "<a href=' JavaScript:x()'/>",
        "<a xmlns:l='http://www.w3.org/1999/xlink' l:href='java&#x73;cript:x()'/>",
        "<a href='data:text/html,x'/>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='x'/></foreignObject>",
        "<h:iframe xmlns:h='http://www.w3.org/1999/xhtml' src='x'/>",
        "<m:math xmlns:m='http://www.w3.org/1998/Math/MathML' href='javascript:x()'/>",
        "<a><set attributeName='href' to='javascript:x()'/></a>",
        "<animate attributeName='x'/>",
        "<image href='photo.jpg'/>",
        "<image href='https://example.com/a.png'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<use href='other.svg#a'/>",
        "<g xml:base='https://example.com/'/>",
        "<style>@import 'https://example.com/a.css';</style>",
        "<style>@im\\70 ort 'x';</style>",
        "<style>a{fill:u\\72l(https://example.com/)}</style>",
        "<style>a{fill:u/**/rl(x)} b{fill:url( 'x' )}</style>",
        "<style>@font-face{font-family:a;src:url(data:x)}</style>",
        "<rect fill='url(https://example.com/a#b)'/>",
        "<rect style='cursor:image-set(\"https://example.com/a\" 1x)'/>",
        "<feImage href='#a'/>",
        "<filter id='f'><feTurbulence baseFrequency='1'/></filter>",
        "<filter id='f'><feMorphology radius='400'/></filter>",
        "<g style='filter:blur(3px)'/>",
        "<style>g{filter:url(#f)}</style>",
        "<font-face/>",
        "<unheard-of/>",
        "<nothing xmlns=''/>",
        "<rect width='1e38' height='1'/>",
        "<path d='M0 0L1e30 NaN'/>",
        "<g><rect></g></rect>",
        "&unknown;",
    ] {
        assert!(examine("a.svg", drawing(inside).as_bytes()).is_err(), "{inside}");
    }
    for whole in [
        "<!DOCTYPE svg [<!ENTITY t '&#60;script>'>]><svg xmlns='http://www.w3.org/2000/svg'>&t;</svg>",
        "<?xml-stylesheet type='text/xsl' href='#a'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<?xml version='1.0' encoding='UTF-7'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>",
        "<svg><g/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><g>",
    ] {
        assert!(examine("a.svg", whole.as_bytes()).is_err(), "{whole}");
    }
}

#[test]
fn filters_are_counted_with_their_repetitions() {
    let filter = "<filter id='f'><feGaussianBlur/><feOffset/><feBlend/></filter>";
    let shadows = |count: usize| drawing(&format!("{filter}{}", "<g filter='url(#f)'/>".repeat(count)));
    assert!(examine("a.svg", shadows(20).as_bytes()).is_ok());
    assert!(told("a.svg", shadows(100)).contains("take too long"));
    // Ten doublings of one shadow.
    let doubled = (1..10).fold("<g id='u0' filter='url(#f)'/>".to_owned(), |text, at| {
        format!("{text}<g id='u{at}'><use href='#u{0}'/><use href='#u{0}'/></g>", at - 1)
    });
    assert!(told("a.svg", drawing(&format!("{filter}{doubled}"))).contains("take too long"));
    let tiles = format!("{filter}<pattern id='p'><g filter='url(#f)'/></pattern><rect fill='url(#p)'/>");
    assert!(told("a.svg", drawing(&tiles)).contains("take too long"));
    // A filter that says where it ends takes no more than that, and one for a small shape neither.
    let small =
        "<filter id='f' filterUnits='userSpaceOnUse' x='1' y='1' width='3' height='2'><feGaussianBlur/></filter>";
    examine("a.svg", drawing(&format!("{small}{}", "<g filter='url(#f)'/>".repeat(300))).as_bytes()).unwrap();
    let cards = "<rect width='3' height='2' filter='url(#f)'/>".repeat(300);
    examine("a.svg", drawing(&format!("{filter}{cards}")).as_bytes()).unwrap();
    // What stands in a filter is drawn in pixels with it.
    for (part, count) in [("<g opacity='.5'/>", 500), ("<rect/>", 10_000), ("<text>量</text>", 500)] {
        let inside = part.repeat(count);
        let (within, beside) = (format!("<g filter='url(#f)'>{inside}</g>"), format!("<g filter='url(#f)'/>{inside}"));
        assert!(told("a.svg", drawing(&format!("{filter}{within}"))).contains("take too long"), "{part}");
        examine("a.svg", drawing(&format!("{filter}{beside}")).as_bytes()).unwrap();
    }
    let merged =
        format!("<filter id='f'><feMerge>{}</feMerge></filter><g filter='url(#f)'/>", "<feMergeNode/>".repeat(200));
    assert!(told("a.svg", drawing(&merged)).contains("take too long"));
    let circle = format!("{filter}<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>");
    assert!(told("a.svg", drawing(&circle)).contains("in a circle"));
}

/// A few lines can ask for more than any machine has; each of these once took gigabytes or never ended.
#[test]
fn what_repeats_itself_is_counted_each_time() {
    let rects = |count: usize, of: &str| format!("<rect width='9' height='9' {of}/>").repeat(count);
    let chain = |kind: &str, by: &str, times: usize, count: usize| {
        let one =
            |at: usize| format!("<{kind} id='c{at}'>{}</{kind}>", rects(times, &format!("{by}='url(#c{})'", at - 1)));
        let first = format!("<{kind} id='c0'>{}</{kind}>", rects(1, ""));
        let chain: String = (1..count).map(one).collect();
        format!("{first}{chain}{}", rects(1, &format!("{by}='url(#c{})'", count - 1)))
    };
    let path = |marker: &str, count: usize| format!("<path {marker} d='M0 0{}'/>", "l1 1".repeat(count));
    let many = "comes to more than";
    for (inside, why) in [
        (chain("clipPath", "clip-path", 1, 3000), "too far from one to the next"),
        (chain("mask", "mask", 2, 25), many),
        (chain("pattern", "fill", 2, 25), many),
        (chain("pattern", "style='x:y;fill:u\\72l(#c0)' stroke", 2, 25), many),
        (format!("<mask id='m'>{}</mask>{}", rects(1000, ""), rects(1000, "mask='url(#m)'")), many),
        // Paints are handed on, to what is repeated too, and style sheets hold for any element.
        (format!("<pattern id='p'>{}</pattern><g fill='url(#p)'>{}</g>", rects(1000, ""), rects(1000, "")), many),
        (
            format!(
                "<pattern id='p'>{}</pattern><g id='g'>{}</g><g style='stroke: url(#p)'><use href='#g'/></g>",
                rects(1000, ""),
                rects(1000, "")
            ),
            many,
        ),
        (format!("<pattern id='p'>{}</pattern><style>rect{{fill:url(#p)}}</style>{}", rects(1000, ""), rects(1000, "")), many),
        (format!("<marker id='m'>{}</marker>{}", rects(1000, ""), path("marker-mid='url(#m)'", 1000)), many),
        (format!("<marker id='m'>{}</marker>{}", rects(1000, ""), path("style='marker:url(#m)'", 1000)), many),
        (format!("<g id='u'>{}</g>{}", rects(1000, ""), "<use href='#u'/>".repeat(1000)), many),
        (format!("<filter id='f'><feOffset/></filter>{}<rect/>{}", "<g opacity='.5' filter='url(#f)'>".repeat(20), "</g>".repeat(20)), "deep in one another"),
        ("<filter id='f' x='-900%' width='1900%' height='1900%'><feOffset/><feOffset/></filter><rect filter='url(#f)'/>".to_owned(), "take too long"),
        ("<filter id='f'><feGaussianBlur stdDeviation='5'/></filter><g transform='scale(9000)'><rect filter='url(#f)'/></g>".to_owned(), "take too long"),
        (format!("<style>{}rect{{fill:red}}</style>", "g ".repeat(50)), "in one another"),
        (format!("<style>{}</style>{}", ".a{fill:red}".repeat(4000), rects(4000, "")), "too many rules"),
        ("<style>@-webkit-keyframes a{} rect{animation:a 1s}</style>".to_owned(), "it moves"),
        (format!("<rect {}/>", (0..2000).map(|at| format!("a{at}='1' ")).collect::<String>()), "attributes"),
        (format!("<text x='{}'>A</text>", "1 ".repeat(2000)), "one by one"),
        ("<text>量</text>".repeat(20_000), many),
        (format!("<text>{}</text>", "<tspan>量</tspan>".repeat(3000)), many),
        (format!("<text>{}</text>", "字".repeat(30_000)), many),
        (format!("<text x='{}'>A</text>", "1 ".repeat(900)).repeat(50), many),
        (format!("<g id='t'>{}</g>{}", "<text>量</text>".repeat(100), "<use href='#t'/>".repeat(200)), many),
        ("<rect id='a' id='b'/>".to_owned(), "stands twice"),
    ] {
        let told = told("a.svg", drawing(&inside));
        assert!(told.contains(why), "{told}: {}", &inside[..inside.len().min(200)]);
    }
    for inside in [
        // Gradients are shared, whatever uses them, and a window of a house may be repeated.
        format!(
            "<linearGradient id='g'><stop/></linearGradient><style>rect{{fill:url(#g)}}</style>{}",
            rects(20_000, "")
        ),
        format!("<g id='w'>{}</g>{}", rects(20, ""), "<use href='#w'/>".repeat(2000)),
        format!("<clipPath id='c'><rect/></clipPath>{}", rects(5000, "clip-path='url(#c)'")),
        // A map's places; a page whose letters have their places one by one, as programs that read PDF write them.
        "<text x='1' y='2'>元朗</text>".repeat(5000),
        format!("<text x='{}'>A</text>", "1 ".repeat(75)).repeat(40),
        format!("<defs>{}</defs>", "<filter><feOffset/><feOffset/></filter>".repeat(200)),
    ] {
        examine("a.svg", drawing(&inside).as_bytes()).unwrap();
    }
}

#[test]
fn words_in_a_drawing_are_found() {
    let drawing = drawing("<title>x</title><text>排<tspan>放</tspan></text><text>量</text>");
    let words = examine("a.svg", drawing.as_bytes()).unwrap().words;
    let texts = words.iter().map(|pieces| pieces.iter().map(|piece| &drawing[piece.clone()]).collect::<Vec<_>>());
    assert_eq!(texts.collect::<Vec<_>>(), [vec!["排", "放"], vec!["量"]]);
}

/// Bytes put somewhere else, cut, repeated or exchanged.
fn mutations() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    proptest::collection::vec((any::<usize>(), any::<u8>(), 0..4_u8), 1..12)
}

fn mutated(bytes: &[u8], changes: &[(usize, u8, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, byte, how) in changes {
        let at = at % bytes.len().max(1);
        match how {
            0 if at < bytes.len() => bytes[at] = *byte,
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => bytes.insert(at.min(bytes.len()), *byte),
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever becomes of a file: a verdict, no panic, and nothing that takes its time.
    #[test]
    fn damaged_pictures_get_a_verdict(changes in mutations(), which in 0..6_usize) {
        let (name, bytes) = match which {
            0 => ("a.png", file(ImageFormat::Png)),
            1 => ("a.jpg", photograph()),
            2 => ("a.gif", file(ImageFormat::Gif)),
            3 => ("a.webp", file(ImageFormat::WebP)),
            4 => ("a.jpg", upright(&photograph())),
            _ => ("a.svg", drawing("<style>a{fill:url(#b)}</style><a href='#c'><path d='M1 2e3z'/></a>").into_bytes()),
        };
        let changed = mutated(&bytes, &changes);
        let _ = examine(name, &changed);
        let _ = published(changed.into(), 20);
    }

    /// Whatever is woven around it, a script is never let through.
    #[test]
    fn no_script_is_let_through(
        before in "[ -~\\n]{0,12}",
        space in "[ \\n\\t]{0,3}",
        quote in "['\"]",
        which in 0..4_usize,
    ) {
        let active = match which {
            0 => format!("<script{space}>x()</script{space}>"),
            1 => format!("<g{space} onload{space}={space}{quote}x(){quote}/>"),
            2 => format!("<a href{space}={quote}{space}javascript:x(){quote}/>"),
            _ => format!("<foreignObject{space}/>"),
        };
        // Where the text before makes it a comment or a text, it is not read as an element, and does no harm.
        let harmless = ["<!--", "<![CDATA[", "<?"].iter().any(|start| before.contains(start));
        prop_assume!(!harmless);
        let text = drawing(&format!("{before}{active}"));
        prop_assert!(examine("a.svg", text.as_bytes()).is_err(), "{}", text);
    }
}
