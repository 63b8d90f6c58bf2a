//! Names as people write them: what each means, and where it stands in running text.

use unravel_actors::{Form, Registry, Resolved};
use unravel_evidence::ActorId;

/// What a name resolves to, in short: an id, "a | b" for several, "?" for none.
fn meaning(name: &str) -> String {
    match Registry::builtin().resolve(name) {
        Resolved::One(actor) => actor.id.to_string(),
        Resolved::Ambiguous(actors) => actors
            .iter()
            .map(|a| a.id.as_str())
            .collect::<Vec<_>>()
            .join(" | "),
        Resolved::Unknown { .. } => "?".to_owned(),
    }
}

/// Names found in a text: "written=first candidate".
fn found(text: &str) -> Vec<String> {
    Registry::builtin()
        .find(text)
        .iter()
        .map(|f| {
            let written = text.get(f.start..f.end).unwrap_or("<cut>");
            let first = f.candidates.first().map_or("", |(id, _)| id.as_str());
            format!("{written}={first}")
        })
        .collect()
}

#[test]
fn names_resolve() {
    let cases = [
        // the first case and its neighbours
        ("Taliban", "taliban"),
        ("the Taliban", "taliban"),
        ("Afghan Taliban", "taliban"),
        ("Taleban", "taliban"),
        ("Islamic Emirate of Afghanistan", "taliban"),
        ("TTP", "tehrik-i-taliban-pakistan"),
        ("Pakistani Taliban", "tehrik-i-taliban-pakistan"),
        ("Tehreek-e-Taliban Pakistan", "tehrik-i-taliban-pakistan"),
        ("Tehrik e Taliban Pakistan", "tehrik-i-taliban-pakistan"),
        ("al-Qaeda", "al-qaeda"),
        ("Al Qaida", "al-qaeda"),
        ("al-Qa‘ida", "al-qaeda"),
        ("AQ", "al-qaeda"),
        ("Al-Qaidah", "al-qaeda"),
        ("AQAP", "al-qaeda-in-the-arabian-peninsula"),
        (
            "al-Qaida in the Arabian Peninsula",
            "al-qaeda-in-the-arabian-peninsula",
        ),
        ("Haqqani network", "haqqani-network"),
        ("Haqqani Network", "haqqani-network"),
        ("ISIS", "islamic-state"),
        ("ISIL", "islamic-state"),
        ("Isis", "islamic-state"),
        ("Daesh", "islamic-state"),
        ("Da'esh", "islamic-state"),
        ("Islamic State of Iraq and the Levant", "islamic-state"),
        ("ISIS-K", "islamic-state-khorasan-province"),
        ("ISKP", "islamic-state-khorasan-province"),
        (
            "ISIS's Afghanistan branch",
            "islamic-state-khorasan-province",
        ),
        (
            "Islamic State in Khorasan",
            "islamic-state-khorasan-province",
        ),
        ("Daesh Khorasan", "islamic-state-khorasan-province"),
        ("Shabaab", "al-shabaab"),
        ("Al-Shabab", "al-shabaab"),
        ("Jabhat al-Nusra", "nusra-front"),
        ("Jabhat an-Nusra", "nusra-front"),
        ("HTS", "hayat-tahrir-al-sham"),
        ("Lashkar-e-Taiba", "lashkar-e-taiba"),
        ("Lashkar-i-Tayyiba", "lashkar-e-taiba"),
        ("LeT", "lashkar-e-taiba"),
        ("Jaish-e-Muhammad", "jaish-e-mohammed"),
        ("Hezbollah", "hezbollah"),
        ("Hizbullah", "hezbollah"),
        ("Kataib Hizbollah", "kataib-hezbollah"),
        (
            "Islamic Jihad",
            "palestinian-islamic-jihad | egyptian-islamic-jihad",
        ),
        ("PKK", "pkk"),
        ("Kurdistan Workers’ Party", "pkk"),
        ("YPG", "ypg"),
        ("FARC", "farc"),
        ("Farc", "farc"),
        (
            "National Liberation Army",
            "eln | national-liberation-army-macedonia",
        ),
        ("Tamil Tigers", "liberation-tigers-of-tamil-eelam"),
        ("Lord’s Resistance Army", "lords-resistance-army"),
        ("M-23", "m23"),
        ("Anti-Balaka", "anti-balaka"),
        ("Ansar Allah", "houthis"),
        ("Hashd al-Shaabi", "popular-mobilization-forces"),
        // states
        ("US", "united-states"),
        ("U.S.", "united-states"),
        ("united states", "united-states"),
        ("The United States of America", "united-states"),
        ("us", "?"),
        ("is", "?"),
        ("Kabul", "afghanistan"),
        ("Washington", "united-states"),
        ("the Kremlin", "russia"),
        ("White House", "united-states"),
        ("Pentagon", "united-states"),
        ("State Department", "united-states"),
        ("ISI", "pakistan | islamic-state-of-iraq"),
        ("IRGC", "islamic-revolutionary-guard-corps"),
        ("Knesset", "israel"),
        ("Afghans", "afghanistan"),
        ("Turkiye", "turkey"),
        ("Türkiye", "turkey"),
        ("Côte d’Ivoire", "ivory-coast"),
        ("Ivory Coast", "ivory-coast"),
        ("Burma", "myanmar"),
        ("Zaire", "zaire"),
        ("USSR", "soviet-union"),
        ("Soviet Union", "soviet-union"),
        ("Yugoslavia", "yugoslavia"),
        ("South Vietnam", "south-vietnam"),
        ("Niger", "niger"),
        ("Nigeria", "nigeria"),
        ("Guinea-Bissau", "guinea-bissau"),
        ("Equatorial Guinea", "equatorial-guinea"),
        (
            "Congo",
            "democratic-republic-of-the-congo | republic-of-the-congo",
        ),
        ("DR Congo", "democratic-republic-of-the-congo"),
        ("Korea", "south-korea | north-korea"),
        ("DPRK", "north-korea"),
        ("Georgia", "georgia"),
        ("Great Britain", "united-kingdom"),
        ("UAE", "united-arab-emirates"),
        ("Sudanese army", "sudanese-armed-forces"),
        // organisations
        ("UN", "united-nations"),
        ("U.N.", "united-nations"),
        ("United Nations Security Council", "un-security-council"),
        ("Nato", "nato"),
        ("NATO", "nato"),
        (
            "OSCE",
            "organization-for-security-and-co-operation-in-europe",
        ),
        (
            "Collective Security Treaty Organisation",
            "collective-security-treaty-organization",
        ),
        ("Arab League", "arab-league"),
        ("League of Arab States", "arab-league"),
        ("IAEA", "international-atomic-energy-agency"),
        // people
        ("Osama bin Laden", "osama-bin-laden"),
        ("Usama Bin Ladin", "osama-bin-laden"),
        ("bin Laden", "osama-bin-laden"),
        ("Ayman Zawahiri", "ayman-al-zawahiri"),
        ("Ayman el-Zawahiri", "ayman-al-zawahiri"),
        ("Zawahiri", "ayman-al-zawahiri"),
        ("Jalaluddin Haqqani", "jalaluddin-haqqani"),
        ("Mullah Omar", "mullah-omar"),
        ("Moammar Gadhafi", "muammar-gaddafi"),
        ("Nicolás Maduro", "nicolas-maduro"),
        ("Erdoğan", "recep-tayyip-erdogan"),
        ("Bush", "george-w-bush | george-h-w-bush"),
        ("Vladimir Puttin", "vladimir-putin"),
        ("Hibatullah Akhunzada", "haibatullah-akhundzada"),
        // nobody
        ("Front for the Freedom of Ruria", "?"),
        ("Hope", "?"),
        ("Order", "?"),
        ("", "?"),
        ("...", "?"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(name, wanted)| meaning(name) != *wanted)
        .map(|(name, wanted)| format!("{name}: {}, wanted {wanted}", meaning(name)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_found_in_text() {
    let cases: &[(&str, &[&str])] = &[
        (
            "The Taliban's ties with Al-Qaeda remain intact.",
            &["Taliban=taliban", "Al-Qaeda=al-qaeda"],
        ),
        ("al-Qaeda-linked fighters", &["al-Qaeda=al-qaeda"]),
        ("Iran-backed militias", &["Iran=iran"]),
        (
            "the US-led coalition",
            &["US-led coalition=global-coalition-against-daesh"],
        ),
        ("a US-led raid", &["US=united-states"]),
        (
            "the U.S.-Afghan talks",
            &["U.S.=united-states", "Afghan=afghanistan"],
        ),
        ("They told us that it is over.", &[]),
        ("IT IS WITH US TODAY", &[]),
        (
            "ISIS’s Afghanistan branch dismissed the Taliban",
            &[
                "ISIS’s Afghanistan branch=islamic-state-khorasan-province",
                "Taliban=taliban",
            ],
        ),
        (
            "Tehrik-i-Taliban Pakistan said",
            &["Tehrik-i-Taliban Pakistan=tehrik-i-taliban-pakistan"],
        ),
        (
            "the Pakistani Taliban said",
            &["Pakistani Taliban=tehrik-i-taliban-pakistan"],
        ),
        (
            "the Afghan Taliban in Kabul",
            &["Afghan Taliban=taliban", "Kabul=afghanistan"],
        ),
        (
            "Islamic State of Iraq and Syria",
            &["Islamic State of Iraq and Syria=islamic-state"],
        ),
        (
            "Papua New Guinea and Guinea",
            &["Papua New Guinea=papua-new-guinea", "Guinea=guinea"],
        ),
        ("the Washington Post reported", &[]),
        (
            "New Mexico, the Gulf of Mexico and Mexico",
            &["Mexico=mexico"],
        ),
        ("Lake Chad and Chad", &["Chad=chad"]),
        ("roast turkey and fine china", &[]),
        ("Turkey and China", &["Turkey=turkey", "China=china"]),
        (
            "an islamic state is not the Islamic State",
            &["Islamic State=islamic-state"],
        ),
        ("polish the brass with the Polish envoy", &["Polish=poland"]),
        ("new order, new hope", &[]),
        (
            "the White House and the Kremlin",
            &["White House=united-states", "Kremlin=russia"],
        ),
        (
            "State Department officials met the ISI",
            &["State Department=united-states", "ISI=pakistan"],
        ),
        (
            "Zawahiri succeeded bin Laden",
            &["Zawahiri=ayman-al-zawahiri", "bin Laden=osama-bin-laden"],
        ),
        ("Mr Baker met no one", &[]),
        (
            "James Baker flew to Riyadh. Baker met the king.",
            &[
                "James Baker=james-baker",
                "Riyadh=saudi-arabia",
                "Baker=james-baker",
            ],
        ),
        (
            "Xi Jinping met Vladimir Putin; Xi then left",
            &[
                "Xi Jinping=xi-jinping",
                "Vladimir Putin=vladimir-putin",
                "Xi=xi-jinping",
            ],
        ),
        (
            "in May Theresa May resigned; in May",
            &["Theresa May=theresa-may"],
        ),
        (
            "Nicolás Maduro’s Venezuela",
            &["Nicolás Maduro=nicolas-maduro", "Venezuela=venezuela"],
        ),
        (
            "Hizbu'llah and Hezbollah",
            &["Hizbu'llah=hezbollah", "Hezbollah=hezbollah"],
        ),
        ("Kataib Hezbollah", &["Kataib Hezbollah=kataib-hezbollah"]),
        (
            "Iranians, Iraq and Iranxyz",
            &["Iranians=iran", "Iraq=iraq"],
        ),
        (
            "Syrian\nDemocratic Forces",
            &["Syrian\nDemocratic Forces=syrian-democratic-forces"],
        ),
        ("Syrian\n\nDemocratic Forces", &["Syrian=syria"]),
        ("in Iran. Iraq", &["Iran=iran", "Iraq=iraq"]),
        (
            "taliban and al qaeda in afghanistan",
            &[
                "taliban=taliban",
                "al qaeda=al-qaeda",
                "afghanistan=afghanistan",
            ],
        ),
        (
            "the united states and islamic state",
            &["united states=united-states", "islamic state=islamic-state"],
        ),
        (
            "Nato, Isis and Farc",
            &["Nato=nato", "Isis=islamic-state", "Farc=farc"],
        ),
        ("The model is a fact.", &[]),
        ("Model citizens mend fences", &[]),
        (
            "pro-Russian rebels and anti-Taliban forces",
            &["Russian=russia", "Taliban=taliban"],
        ),
        ("Ko\u{301}rea", &["Ko\u{301}rea=south-korea"]),
        ("let them be, said LeT", &["LeT=lashkar-e-taiba"]),
        ("OPEC, they said, met", &["OPEC=opec"]),
        (
            "George Bush spoke. Bush left.",
            &["George Bush=george-w-bush", "Bush=george-w-bush"],
        ),
        (
            "George H.W. Bush spoke. Bush left.",
            &["George H.W. Bush=george-h-w-bush", "Bush=george-h-w-bush"],
        ),
        ("", &[]),
        ("....", &[]),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, wanted)| found(text) != *wanted)
        .map(|(text, wanted)| format!("{text:?}: {:?}, wanted {wanted:?}", found(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ambiguity_is_kept_in_the_order_of_the_priors() {
    let registry = Registry::builtin();
    let hits = registry.find("The Taliban attacked.");
    let ids: Vec<&str> = hits[0]
        .candidates
        .iter()
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(ids, ["taliban", "tehrik-i-taliban-pakistan"]);
    let sum: f32 = hits[0].candidates.iter().map(|(_, p)| p).sum();
    assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    assert!(hits[0].candidates[0].1 > 0.8);
    // "Georgia" may be the American state: the rest to 1 is nobody.
    let hits = registry.find("Georgia voted.");
    assert_eq!(hits[0].candidates.len(), 1);
    assert!(hits[0].candidates[0].1 < 1.0);
}

#[test]
fn forms_tell_how_an_actor_is_named() {
    let text = "Afghan and US envoys left Kabul; Vladimir Putin and Merkel met the CIA in France. \
                Merkel spoke.";
    let forms: Vec<Form> = Registry::builtin()
        .find(text)
        .iter()
        .map(|f| f.form)
        .collect();
    assert_eq!(
        forms,
        [
            Form::Demonym,
            Form::Acronym,
            Form::Capital,
            Form::Person,
            Form::Surname,
            Form::Organ,
            Form::Name,
            Form::Surname,
        ]
    );
}

#[test]
fn memberships_and_roles_are_dated() {
    let registry = Registry::builtin();
    let id = |s: &str| ActorId::from(s);
    let on = |s: &str| s.parse().ok();
    let part = |a: &str, b: &str, date: Option<&str>| {
        registry.is_part_of(&id(a), &id(b), date.and_then(on))
    };
    assert!(part("haqqani-network", "taliban", Some("2020-01-01")));
    assert!(part("nusra-front", "al-qaeda", Some("2015-01-01")));
    assert!(!part("nusra-front", "al-qaeda", Some("2018-01-01")));
    assert!(part("nusra-front", "al-qaeda", None));
    assert!(part(
        "islamic-state-khorasan-province",
        "islamic-state",
        Some("2021-08-26")
    ));
    assert!(part("quds-force", "iran", None));
    assert!(part("liwa-fatemiyoun", "iran", Some("2016-05-01")));
    assert!(!part("taliban", "haqqani-network", None));
    let parents = registry.parents(&id("macina-liberation-front"), on("2020-01-01"));
    assert_eq!(
        parents.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(),
        ["jnim"]
    );

    let employer = |person: &str, date: Option<&str>| {
        registry
            .employer_on(&id(person), date.and_then(on))
            .map(|r| format!("{} of {}", r.role, r.organization.id))
            .unwrap_or_default()
    };
    assert_eq!(
        employer("joe-biden", Some("2010-05-01")),
        "vice president of united-states"
    );
    assert_eq!(
        employer("joe-biden", Some("2022-05-01")),
        "president of united-states"
    );
    assert_eq!(employer("joe-biden", Some("2018-05-01")), "");
    assert_eq!(employer("joe-biden", None), "president of united-states");
    assert_eq!(
        employer("ayman-al-zawahiri", Some("2015-01-01")),
        "leader of al-qaeda"
    );
    assert!(registry.roles_of(&id("taliban")).is_empty());
    assert!(registry.countries(&id("afghanistan")).contains(&"AFG"));
}

#[test]
fn the_registry_is_as_large_as_promised() {
    use unravel_evidence::ActorKind;
    let count = |kinds: &[ActorKind]| {
        Registry::builtin()
            .actors()
            .filter(|a| kinds.contains(&a.kind))
            .count()
    };
    assert!(count(&[ActorKind::Government]) >= 196);
    assert!(count(&[ActorKind::Igo]) >= 100);
    assert!(count(&[ActorKind::ArmedGroup, ActorKind::Party]) >= 600);
    assert!(count(&[ActorKind::Person]) >= 800);
}
