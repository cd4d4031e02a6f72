"""Controls and firmness in short passages on many standoffs, in our own words."""

import re
from functools import cache

import pytest
from reading_cases import by_words

from detente.reading import Reading

# passage; imposer, a word of the control's mentions, status (None: not asked)
PASSAGES: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    (
        (
            "China will require export licences for gallium and germanium from August 1, "
            "the commerce ministry said on Monday. The curbs on exports of the two metals "
            "were introduced to protect national security, it said. Buyers in Japan say "
            "the Chinese licence requirement has slowed shipments."
        ),
        [("CHN", "gallium", None)],
    ),
    (
        (
            "Beijing announced curbs on graphite on Friday. The curbs, which take effect "
            "in December, cover high-purity synthetic graphite and natural flake graphite. "
            "Washington said it had not been consulted."
        ),
        [("CHN", "graphite", "proposed")],
    ),
    (
        (
            "Prices of antimony have tripled since restrictions on exports of the metal "
            "were introduced by China in September. Beijing's ban on sales of antimony to "
            "the United States followed in December."
        ),
        [("CHN", "antimony", "in force")],
    ),
    (
        (
            "China has banned the export of technology used to extract and separate rare "
            "earths, the commerce ministry said in a notice on Thursday. The ban on "
            "rare-earth processing technology adds to an earlier licence system."
        ),
        [("CHN", "rare", "in force")],
    ),
    (
        (
            "The Netherlands will require a licence for the export of older DUV "
            "lithography machines. The Dutch licence requirement covers two ASML models. A "
            "spokesperson for ASML said the company expected no material effect."
        ),
        [("NLD", "licen", "proposed")],
    ),
    (
        (
            "Tokyo said it was lifting curbs on exports to South Korea of photoresist, "
            "hydrogen fluoride and fluorinated polyimide. The curbs were imposed in July "
            "2019. Seoul welcomed the decision."
        ),
        [("JPN", "photoresist", "lifted")],
    ),
    (
        (
            "Indonesia's ban on exports of nickel ore breaks global trade rules, a WTO "
            "panel found. Jakarta, which banned the exports in January 2020, said it would "
            "appeal. Its export ban has drawn smelters to Sulawesi."
        ),
        [("IDN", "nickel", "in force")],
    ),
    (
        (
            "Indonesia lifted its ban on palm oil exports on Monday, three weeks after it "
            "was imposed. President Joko Widodo said supplies of cooking oil had recovered."
        ),
        [("IDN", "palm oil", "lifted")],
    ),
    (
        (
            "India has prohibited exports of non-basmati white rice, the trade ministry "
            "said. The Indian export ban pushed prices in Asia to the highest in a decade. "
            "India also restricts wheat and sugar exports."
        ),
        [("IND", "rice", "in force"), ("IND", "wheat", "in force")],
    ),
    (
        (
            "Under a decree signed by Vladimir Putin, buyers from unfriendly countries "
            "must pay for Russian gas in roubles or face a halt to supplies. Moscow has "
            "cut off gas supplies to Poland and Bulgaria."
        ),
        [("RUS", "gas", "in force")],
    ),
    (
        (
            "Russia has imposed temporary restrictions on exports of enriched uranium to "
            "the United States. Moscow's move answers the U.S. ban on imports of Russian "
            "uranium."
        ),
        [("RUS", "uranium", "in force")],
    ),
    (
        (
            "President Putin told ministers that Russia should consider limiting exports "
            "of uranium, titanium and nickel in retaliation for Western sanctions."
        ),
        [("RUS", "uranium", "proposed")],
    ),
    (
        (
            "Russia will limit exports of noble gases such as neon until the end of 2022, "
            "Tass reported. The limits on neon threaten chipmakers in South Korea."
        ),
        [("RUS", "neon", "proposed")],
    ),
    (
        (
            "China's commerce ministry barred Nexperia from exporting chips packaged at "
            "its plant in Dongguan. The Chinese export ban came days after the Dutch "
            "government seized control of the company."
        ),
        [("CHN", "Nexperia", "in force")],
    ),
    (
        (
            "The U.S. added SMIC to its Entity List in December 2020. Suppliers need a "
            "licence to ship to companies on the list. The Commerce Department has granted "
            "some licences to suppliers of Huawei."
        ),
        [("USA", "Entity List", "in force")],
    ),
    (
        (
            "The Biden administration is considering new curbs on exports of "
            "high-bandwidth memory chips to China, people familiar with the matter said. "
            "The restrictions on HBM could come as soon as next month."
        ),
        [("USA", "memory", "proposed")],
    ),
    (
        (
            "Washington told Synopsys and Cadence to stop shipping chip-design software to "
            "China. The curbs on chip-design software were lifted in July."
        ),
        [("USA", "chip-design", "lifted")],
    ),
    (
        (
            "The United States has suspended licences for U.S. companies to sell jet "
            "engines to COMAC. It also told Enterprise Products that it needs a licence to "
            "ship ethane to China."
        ),
        [("USA", "jet engines", "in force"), ("USA", "ethane", "in force")],
    ),
    (
        (
            "China announced export controls on some drones and drone parts. The controls "
            "on drones, which took effect on September 1, also cover long-range models. "
            "Ukraine relies on them."
        ),
        [("CHN", "drones", "in force")],
    ),
    (
        (
            "China will restrict exports of battery cathode technology and lithium "
            "processing technology, the commerce ministry said. The proposed curbs on "
            "battery technology would bite in Europe."
        ),
        [("CHN", "battery", "proposed")],
    ),
    (
        (
            "Beijing is weighing a ban on exports of technology to make large solar "
            "wafers. China's proposed restrictions on exports of polysilicon and wafer "
            "technology alarmed Indian manufacturers."
        ),
        [("CHN", "wafer", "proposed")],
    ),
    (
        (
            "China has told its fertiliser makers to suspend exports of urea, and "
            "restrictions on phosphate exports remain in place. Farmers in India say the "
            "Chinese curbs on fertiliser have doubled prices."
        ),
        [("CHN", "urea", "in force")],
    ),
    (
        (
            "The Democratic Republic of Congo suspended cobalt exports for four months in "
            "February. Kinshasa will replace the export ban with quotas from October 16, "
            "the regulator said. Congo's suspension of cobalt exports doubled the price."
        ),
        [("COD", "cobalt", "in force")],
    ),
    (
        (
            "Zimbabwe has banned exports of raw lithium. The export ban forces miners to "
            "build refineries. Namibia followed with a ban on unprocessed lithium ore."
        ),
        [("ZWE", "lithium", "in force"), ("NAM", "lithium", "in force")],
    ),
    (
        (
            "President Trump raised tariffs on steel and aluminium to 50 percent. Britain "
            "was spared. The tariffs on Chinese goods remain at 30 percent, and an import "
            "ban on solar panels stays."
        ),
        [],
    ),
    (
        (
            "The European Union imposed sanctions on eleven Russian officials, with asset "
            "freezes and travel bans. Moscow vowed to respond."
        ),
        [],
    ),
    (
        (
            "The central bank put limits on cash withdrawals. The government also keeps a "
            "price cap on petrol, and the city has a ban on smoking."
        ),
        [],
    ),
    (
        (
            '"We will not ease our controls on lithography machines," Dutch trade '
            "minister Liesje Schreinemacher said. The Hague's curbs were tightened in "
            "September."
        ),
        [("NLD", "lithography", "in force")],
    ),
    (
        (
            "MINISTRY OF COMMERCE SPOKESPERSON'S REMARKS\nQ: Will China relax the rare "
            "earth export controls?\nA: China's export control measures on rare earths "
            "comply with international practice. For compliant applications, we will grant "
            "licences."
        ),
        [("CHN", "rare earth", "in force")],
    ),
    (
        (
            "A Chinese ban on seafood from Japan is not an export control, but Beijing's "
            "curbs on dual-use exports to Japan are, lawyers said."
        ),
        [("CHN", "dual-use", "in force")],
    ),
    (
        (
            "The controls that Beijing placed on tungsten, tellurium and bismuth in "
            "February remain in force. The U.S. Geological Survey says China mines four "
            "fifths of the world's tungsten."
        ),
        [("CHN", "tungsten", "in force")],
    ),
    (
        (
            "Washington removed export restrictions on ethane on July 2. Ethane cargoes to "
            "China had been blocked since June by the licence requirement."
        ),
        [("USA", "ethane", "lifted")],
    ),
    (
        (
            "Malaysia will ban the export of raw rare earths to avoid exploitation, Prime "
            "Minister Anwar Ibrahim said. The planned Malaysian ban would hit Chinese "
            "refiners."
        ),
        [("MYS", "rare earths", "proposed")],
    ),
    (
        (
            "Ukraine's government banned exports of wheat, oats and sugar. The export ban "
            "was lifted for wheat in July."
        ),
        [("UKR", "wheat", None)],
    ),
    (
        (
            "Vietnam urged Beijing to lift its ban on fertiliser exports. China halted "
            "shipments of phosphate in December."
        ),
        [("CHN", "fertiliser", "in force")],
    ),
    (
        (
            "The curbs on exports of germanium introduced in August hurt European makers "
            'of night-vision gear. "Its export ban gives Beijing leverage," said Jan '
            "Giese, a trader in Frankfurt."
        ),
        [("CHN", "germanium", "in force")],
    ),
    (
        (
            "Guinea revoked the licences of bauxite miners. Guinea's ban on bauxite "
            "exports by Emirates Global Aluminium entered its ninth month."
        ),
        [("GIN", "bauxite", "in force")],
    ),
    (
        (
            "Germany is in talks to restrict exports of chip chemicals to China, Bloomberg "
            "reported. The German curbs would affect Merck and BASF."
        ),
        [("DEU", "chip chemicals", "proposed")],
    ),
    (
        (
            "Taiwan put Huawei and SMIC on its strategic high-tech commodities entity "
            "list. Taiwanese firms now need Taipei's approval to ship chips to them."
        ),
        [("TWN", "list", "in force")],
    ),
    (
        (
            "South Korea may curb exports of urea solution after China held back "
            "shipments. Seoul's trade ministry denied any plan for export restrictions."
        ),
        [("KOR", "urea", "proposed")],
    ),
    (
        (
            "The White House has allowed Nvidia to resume sales of H20 chips to China. The "
            "ban on H20 sales, imposed in April, was lifted in July."
        ),
        [("USA", "H20", None)],
    ),
    (
        (
            "Turkey halted exports of 54 goods to Israel, including steel and jet fuel. "
            "Israel said Ankara's export restrictions broke trade agreements."
        ),
        [("TUR", "export", "in force")],
    ),
    (
        (
            "SEOUL, Nov 20 - South Korea secured 90 days of urea after Beijing unexpectedly "
            "halted customs clearance of urea exports to South Korea. The Chinese halt "
            "threatens diesel trucks, officials said."
        ),
        [("CHN", "urea", "in force")],
    ),
    (
        (
            "The Dutch government said on Friday it would expand its export licensing rules "
            "to cover more types of ASML's immersion machines. Under the expanded rules, ASML"
            " must apply to The Hague rather than to Washington."
        ),
        [("NLD", "rules", "proposed")],
    ),
    (
        (
            "Washington's latest export controls on advanced chips, unveiled in October, shut"
            " Chinese firms out of Nvidia's best products. Beijing called the U.S. curbs an "
            "abuse."
        ),
        [("USA", "chips", "in force")],
    ),
    (
        (
            "In a notice on its website the Ministry of Commerce said that exports of certain"
            " graphite items without permission were prohibited from December 1. Exporters "
            "must apply for dual-use licences."
        ),
        [("CHN", "graphite", "in force")],
    ),
    (
        (
            "New Delhi capped sugar exports at 10 million tonnes. The Indian cap on sugar "
            "shipments runs until October."
        ),
        [("IND", "sugar", "in force")],
    ),
    (
        (
            "Argentina suspended beef exports for thirty days, prompting farmers to stop "
            "selling cattle."
        ),
        [("ARG", "beef", "in force")],
    ),
    (
        (
            "The EU will drop its vaccine export authorisation scheme at the end of the year."
            " The scheme let Brussels block shipments of vaccines."
        ),
        [("EU", "vaccine", "in force")],
    ),
    (
        (
            "Gazprom will halt gas deliveries to Finland from Saturday, Gasum said. The "
            "Russian cut follows Helsinki's refusal to pay in roubles."
        ),
        [("RUS", "gas", "proposed")],
    ),
    (
        (
            "China's refusal to license exports of rare-earth magnets has idled car plants, "
            "the European Chamber of Commerce said. Beijing imposed the licensing regime on "
            "magnets in April."
        ),
        [("CHN", "magnets", "in force")],
    ),
    (
        (
            "The Trump administration halted exports of jet engine technology to COMAC in "
            "response to Beijing's restrictions on exports of critical minerals."
        ),
        [("USA", "jet engine", "in force"), ("CHN", "critical minerals", "in force")],
    ),
    (
        (
            "A nickel ore export ban took effect in Indonesia on January 1. The Philippines "
            "is considering a similar ban on nickel ore exports."
        ),
        [("IDN", "nickel", "in force"), ("PHL", "nickel", "proposed")],
    ),
    (
        (
            "The ban on exports of sand to Singapore, imposed by Malaysia, stays, Prime "
            "Minister Mahathir said."
        ),
        [("MYS", "sand", "in force")],
    ),
    (
        (
            "Chile and Peru ruled out any controls on copper exports. Tariffs of 50 percent "
            "on copper start on August 1, Trump said."
        ),
        [],
    ),
    (
        (
            "Export controls on quantum computers announced by Spain, France, Britain and "
            "Canada target few buyers."
        ),
        [("ESP", "quantum", "in force")],
    ),
    (
        (
            "Kazakhstan banned exports of scrap metal. The ban, introduced in May, has been "
            "extended until November."
        ),
        [("KAZ", "scrap", "in force")],
    ),
]


@cache
def _read(text: str, day: str) -> Reading:
    return by_words(text, on=day)


@pytest.mark.parametrize(
    ("text", "expected"), PASSAGES, ids=lambda v: v[:30] if isinstance(v, str) else ""
)
def test_one_control_for_each_imposer_and_good(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    free = list(_read(text, "2025-06-10").controls)
    for imposer, word, status in expected:
        found = next(
            (
                c
                for c in free
                if c.imposer == imposer
                and any(re.search(word, m.text, re.IGNORECASE) for m in c.mentions)
            ),
            None,
        )
        assert found is not None, (imposer, word, free)
        assert status is None or found.status == status
        free.remove(found)
    assert not free


METALS = "China imposed curbs on exports of gallium and germanium in August."
MACHINES = (
    "The Netherlands introduced a licence requirement for exports of lithography machines in June."
)
CHIPS = "The United States banned exports of H20 chips to China in April."
ORE = "Indonesia banned exports of nickel ore in 2020."
GAS = "Russia has halted gas supplies to Poland."

ANODES = "China introduced export controls on graphite in December."
RESIST = "Japan restricted exports of photoresist to South Korea in July."
WHEAT = "India banned exports of wheat in May."
COBALT = "Congo suspended exports of cobalt in February."
LISTING = "The United States put Huawei on the Entity List in May."

STATEMENTS = [
    (
        ANODES,
        '"Qualified applications will be approved without delay," a spokesperson said.',
        "expected",
        "ease",
    ),
    (
        ANODES,
        "Shu said China attaches great importance to stable supply chains.",
        "asserted",
        "neutral",
    ),
    (
        ANODES,
        "The ministry rejected claims that the controls were retaliation.",
        "denied",
        "neutral",
    ),
    (ANODES, "Washington called on China to remove the restrictions.", "willing", "ease"),
    (
        RESIST,
        "Japan's trade minister said Tokyo had no intention of withdrawing the measures.",
        "refused",
        "maintain",
    ),
    (
        RESIST,
        '"The measures are an operational review of export management," Yoshihide Suga said.',
        "asserted",
        "neutral",
    ),
    (RESIST, "Suga denied that the curbs were linked to the court ruling.", "denied", "neutral"),
    (
        RESIST,
        "Seoul said it would take countermeasures unless Tokyo reversed course.",
        "conditional",
        "tighten",
    ),
    (
        RESIST,
        "South Korea's president said the curbs were a grave challenge.",
        "evaluation",
        "neutral",
    ),
    (RESIST, "Samsung said it was seeking other suppliers.", "asserted", "neutral"),
    (
        RESIST,
        "Tokyo may ease the procedure for one chemical, the Nikkei reported.",
        "possible",
        "ease",
    ),
    (
        WHEAT,
        "Commerce Minister Piyush Goyal said there was no proposal to lift the ban.",
        "refused",
        "maintain",
    ),
    (
        WHEAT,
        '"We are reviewing the ban and may relax it after the harvest," Goyal said.',
        "possible",
        "ease",
    ),
    (
        WHEAT,
        "The International Monetary Fund urged New Delhi to reconsider the ban.",
        "willing",
        "ease",
    ),
    (
        WHEAT,
        '"Every option is on the table," a food ministry official said.',
        "noncommittal",
        "neutral",
    ),
    (WHEAT, "Traders said the ban would push up world prices.", "expected", "neutral"),
    (
        WHEAT,
        "The government has allowed shipments of wheat to Bangladesh, the ministry said.",
        "done",
        "ease",
    ),
    (
        WHEAT,
        "Goyal told reporters that exports would be permitted where governments ask for them.",
        "conditional",
        "ease",
    ),
    (
        COBALT,
        "The regulator said it was extending the suspension by three months.",
        "done",
        "tighten",
    ),
    (
        COBALT,
        '"We will maintain the quotas through 2027," the regulator said.',
        "pledged",
        "maintain",
    ),
    (COBALT, "Glencore said it supported the quotas.", "evaluation", "neutral"),
    (COBALT, "Kinshasa is considering quotas on cobalt, a minister said.", "possible", "tighten"),
    (COBALT, "CMOC called for the ban to be lifted.", "willing", "ease"),
    (
        COBALT,
        "The president's office declined to comment on whether the ban would be extended.",
        "noncommittal",
        "neutral",
    ),
    (
        LISTING,
        "Wilbur Ross said licences would be issued where there is no threat to national security.",
        "conditional",
        "ease",
    ),
    (LISTING, "Ross said Huawei would remain on the list.", "refused", "maintain"),
    (LISTING, '"Huawei is very dangerous," President Donald Trump said.', "evaluation", "neutral"),
    (
        LISTING,
        "Beijing said it would resolutely safeguard the rights of Chinese companies.",
        "pledged",
        "neutral",
    ),
    (
        METALS,
        (
            "The ministry said China would resume licensing of gallium exports for "
            "civilian users next month."
        ),
        "pledged",
        "ease",
    ),
    (
        METALS,
        (
            '"We will never trade our controls for tariff relief," commerce ministry '
            "spokesperson He Yongqian said."
        ),
        "refused",
        "maintain",
    ),
    (
        METALS,
        (
            "The commerce ministry said on Thursday that it had approved several "
            "applications for gallium exports."
        ),
        "done",
        "ease",
    ),
    (
        METALS,
        '"The curbs could be eased if relations improve," said Li Wei, a researcher in Beijing.',
        "conditional",
        "ease",
    ),
    (
        METALS,
        "Analysts at Citi said Beijing might widen the curbs to antimony.",
        "possible",
        "tighten",
    ),
    (
        METALS,
        'Germany\'s economy minister called the curbs "a wake-up call".',
        "evaluation",
        "neutral",
    ),
    (
        METALS,
        "The foreign ministry said the controls did not target any country.",
        "denied",
        "neutral",
    ),
    (
        METALS,
        (
            "Asked whether the curbs would be lifted, foreign ministry spokesperson Mao "
            "Ning said she had nothing to add."
        ),
        "noncommittal",
        "neutral",
    ),
    (
        METALS,
        "A trader in Rotterdam said he expected the curbs to stay in place for years.",
        "expected",
        "maintain",
    ),
    (
        METALS,
        (
            '"It is too soon to say whether the licences will be granted," an official '
            "at the ministry said."
        ),
        "noncommittal",
        "neutral",
    ),
    (
        METALS,
        "China's vice commerce minister said Beijing was open to talks on easing the curbs.",
        "willing",
        "ease",
    ),
    (
        METALS,
        "Washington urged Beijing to lift the curbs.",
        "willing",
        "ease",
    ),
    (
        MACHINES,
        "The Dutch government has no plans to loosen the rules, a spokesperson said.",
        "refused",
        "maintain",
    ),
    (
        MACHINES,
        "China's commerce ministry said the Netherlands should scrap the restrictions at once.",
        "willing",
        "ease",
    ),
    (
        MACHINES,
        "ASML said the new rules would have no material impact on its outlook.",
        "expected",
        "neutral",
    ),
    (
        MACHINES,
        '"The requirement is a blunt instrument," said Anna Visser, an analyst at ING.',
        "evaluation",
        "neutral",
    ),
    (
        MACHINES,
        "A ministry official said a decision on further restrictions had not been taken.",
        "noncommittal",
        "neutral",
    ),
    (
        MACHINES,
        '"Any easing is out of the question," the official said.',
        "refused",
        "maintain",
    ),
    (
        CHIPS,
        (
            "Commerce Secretary Howard Lutnick said the United States had granted licences "
            "for H20 sales."
        ),
        "done",
        "ease",
    ),
    (
        CHIPS,
        (
            "Treasury Secretary Scott Bessent said the ban on H20 chips would be lifted "
            "once rare earths flow."
        ),
        "conditional",
        "ease",
    ),
    (
        CHIPS,
        "Nvidia said it hoped to resume deliveries of H20 chips soon.",
        "expected",
        "ease",
    ),
    (
        CHIPS,
        '"We are prepared to relax the restrictions," a White House official said.',
        "willing",
        "ease",
    ),
    (
        CHIPS,
        "The White House denied that it was planning to lift the ban.",
        "denied",
        "neutral",
    ),
    (
        CHIPS,
        '"We\'re looking at tightening the rules further," Lutnick said.',
        "possible",
        "tighten",
    ),
    (
        CHIPS,
        "Lutnick threatened to add more Chinese firms to the Entity List.",
        "conditional",
        "tighten",
    ),
    (
        CHIPS,
        "The Commerce Department said it would add a dozen companies to the Entity List.",
        "pledged",
        "tighten",
    ),
    (
        CHIPS,
        '"No one is talking about the most advanced chips," Bessent said.',
        "refused",
        "maintain",
    ),
    (
        ORE,
        "President Joko Widodo said Indonesia would not back down on its ban.",
        "refused",
        "maintain",
    ),
    (
        ORE,
        "The mining minister said Jakarta planned to ban exports of bauxite next year.",
        "expected",
        "tighten",
    ),
    (
        ORE,
        '"The export ban has brought in billions in investment," the minister said.',
        "asserted",
        "neutral",
    ),
    (
        ORE,
        "The European Commission said the ban was illegal.",
        "evaluation",
        "neutral",
    ),
    (
        ORE,
        "Jakarta has agreed to relax the ban for ore of low grade, the minister said.",
        "done",
        "ease",
    ),
    (
        GAS,
        "The Kremlin said supplies would be restored when buyers pay in roubles.",
        "conditional",
        "ease",
    ),
    (
        GAS,
        "Gazprom said it had stopped deliveries through the Yamal pipeline.",
        "done",
        "tighten",
    ),
    (
        GAS,
        "Putin warned that Russia would cut supplies if payments were not made.",
        "conditional",
        "tighten",
    ),
    (
        GAS,
        '"Gas supplies will be fully restored," Deputy Prime Minister Alexander Novak said.',
        "expected",
        "ease",
    ),
    (
        GAS,
        "Moscow said it was ready to restart supplies.",
        "willing",
        "ease",
    ),
    (
        GAS,
        'Will Russia turn the gas back on? "We shall see," Peskov said.',
        "noncommittal",
        "neutral",
    ),
]


@pytest.mark.parametrize(("before", "text", "commitment", "polarity"), STATEMENTS)
def test_firmness_and_direction(before: str, text: str, commitment: str, polarity: str) -> None:
    reading = _read(f"{before}\n\n{text}", "2023-09-10")
    said = [s for s in reading.statements if s.content[0].start > len(before)]
    assert said
    assert (said[-1].commitment, said[-1].polarity) == (commitment, polarity)
