"""Each good of the tables is named by a sentence of the news; words of other senses name none."""

import pytest

from detente.facts import load_facts
from detente.reading.english.text.goods import find_goods

FACTS = load_facts()
GROUPS = {row.group: row.goods for row in FACTS.good_groups}
SENTENCES = {
    "scandium": "Beijing put scandium and its alloys on the list.",
    "gadolinium": "Buyers of gadolinium oxide wait for licences.",
    "lutetium": "Makers of scanners need lutetium.",
    "holmium": "Holmium was added in October.",
    "erbium": "Fibre makers worry about erbium.",
    "thulium": "Shipments of thulium need a permit.",
    "europium": "The list names europium.",
    "ytterbium": "Laser makers use ytterbium.",
    "rare-earth-technology": "China bans exports of rare-earth processing technology.",
    "bismuth": "Prices of bismuth trebled after the notice.",
    "indium": "Licences for indium phosphide are slow.",
    "tellurium": "Solar firms rely on tellurium.",
    "molybdenum": "The rule covers molybdenum powder.",
    "tin": "Myanmar suspended tin mining, and tin ore stopped flowing.",
    "vanadium": "The ministry listed vanadium.",
    "niobium": "Brazil could hold back ferroniobium.",
    "tantalum": "Coltan from the east of Congo is banned.",
    "beryllium": "Kazakhstan curbed beryllium exports.",
    "hafnium": "Engine makers stock hafnium.",
    "rhenium": "Chile may tax rhenium.",
    "zirconium": "Export permits for zirconium are needed.",
    "arsenic": "High-purity arsenic goes into chips.",
    "strontium": "Mexico limits strontium.",
    "caesium": "Cesium from Canada is scarce.",
    "rubidium": "Rubidium is made in two countries.",
    "cadmium": "Korea refines cadmium.",
    "selenium": "China asks licences for selenium.",
    "lithium": "Zimbabwe bans exports of lithium concentrates.",
    "battery-cathode-material": "The notice names lithium iron phosphate.",
    "battery-technology": "Beijing restricts battery technology.",
    "manganese-ore": "Gabon will stop shipping manganese ore.",
    "manganese-sulphate": "Nearly all manganese sulphate is Chinese.",
    "nickel": "Russia weighs limits on refined nickel.",
    "nickel-intermediate": "Jakarta taxes nickel matte.",
    "ferronickel": "A levy on nickel pig iron was floated.",
    "nickel-sulphate": "Nickel sulphate comes from China.",
    "synthetic-graphite": "Licences cover artificial graphite anode materials.",
    "bauxite": "Guinea revoked permits and bauxite stayed in port.",
    "alumina": "Australia banned exports of alumina to Russia.",
    "aluminium": "Aluminum ingots were held up.",
    "copper-concentrate": "Indonesia forbids exports of copper concentrate.",
    "copper": "The state may curb copper cathodes.",
    "magnesium": "Europe gets its magnesium from China.",
    "magnesia": "Dead-burned magnesia is licensed.",
    "silicon-metal": "Quotas on silicon metal return.",
    "polysilicon": "Exports of polysilicon fell.",
    "silicon-wafer": "Japan licenses silicon wafers.",
    "silicon-carbide": "Silicon carbide needs a permit.",
    "high-purity-quartz": "Only two mines give high-purity quartz.",
    "superhard-material": "China controls synthetic diamond micropowder.",
    "chromite": "South Africa taxes chrome ore.",
    "ferrochrome": "Smelters of ferrochrome want help.",
    "iron-ore": "India raised its duty on iron ore.",
    "steel": "Exporters of steel products need licences from January.",
    "lead": "A permit is needed for refined lead.",
    "zinc": "Zinc concentrates were stopped at the border.",
    "silver": "Only listed firms may handle silver exports.",
    "gold": "Mali halts gold exports.",
    "platinum": "Sanctions reach platinum.",
    "rhodium": "There is no substitute for rhodium.",
    "iridium": "Electrolysers use iridium.",
    "ruthenium": "Disk makers use ruthenium.",
    "neon": "Ukraine stopped making neon.",
    "krypton": "Krypton is short.",
    "xenon": "Satellites burn xenon.",
    "fluorspar": "Vietnam rations fluorspar.",
    "barytes": "Drillers import barite.",
    "feldspar": "Turkey ships feldspar.",
    "boron": "Turkey holds most boron.",
    "iodine": "Chile sells iodine.",
    "bromine": "Israel sells bromine.",
    "phosphate-rock": "Morocco ships phosphate rock.",
    "phosphate-fertiliser": "Customs stopped inspecting diammonium phosphate.",
    "yellow-phosphorus": "Vietnam taxes yellow phosphorus.",
    "sulphur": "Kazakhstan bans exports of sulphur by lorry.",
    "sulphuric-acid": "China suspends exports of sulphuric acid.",
    "ammonia": "The pipeline for ammonia is shut.",
    "ammonium-nitrate": "Russia bans ammonium nitrate for a month.",
    "crude-oil": "The cap on crude oil was lowered.",
    "petrol": "Moscow prolonged its ban on gasoline.",
    "diesel": "Beijing told refiners to stop diesel.",
    "jet-fuel": "No more jet fuel leaves Korea.",
    "lng": "Qatar declared force majeure on LNG.",
    "lpg": "Tankers with LPG turned back.",
    "thermal-coal": "Indonesia stops thermal coal for a month.",
    "coking-coal": "Mongolia limits coking coal.",
    "natural-uranium": "Niger sells yellowcake elsewhere.",
    "nuclear-fuel": "Russian fuel assemblies are exempt.",
    "maize": "Ukraine limits corn.",
    "soybeans": "China promises to buy soybeans.",
    "palm-oil": "Indonesia bans palm oil.",
    "sunflower-oil": "Russia taxes sunflower oil.",
    "sugar": "India will not export sugar this season.",
    "onions": "India lifts its ban on onions.",
    "barley": "A quota holds for barley.",
    "antibiotics": "Delhi fears for penicillin.",
    "medical-protective-equipment": "Berlin bans exports of protective equipment.",
    "vaccines": "Brussels licenses vaccines.",
    "high-bandwidth-memory": "Washington bars high-bandwidth memory.",
    "memory-chip": "Seoul licenses DRAM chips.",
    "printed-circuit-board": "Boards come from China: printed circuit boards above all.",
    "semiconductor-substrate": "One firm makes ABF film.",
    "server-processor": "The letter covers server processors.",
    "quantum-computer": "Spain controls quantum computers.",
    "solar-cell": "Beijing may restrict solar cells.",
    "drone": "China tightens rules on drone parts.",
    "aircraft": "Airlines were told to take no Boeing jets.",
    "machine-tool": "Tokyo bans CNC machine tools to Russia.",
    "gas-turbine": "Siemens may not repair gas turbines.",
    "carbon-fibre": "Carbon fiber needs a licence.",
    "timber": "Russia forbids exports of logs.",
    "electric-car": "From January exports of electric cars need permits.",
    "sand": "Beijing halts natural sand to Taiwan.",
}  # fmt: skip


def named(sentence):
    found = {code for mention in find_goods(sentence) for code in mention.row.goods}
    return {good for code in found for good in GROUPS.get(code, (code,))}


@pytest.mark.parametrize(("good", "sentence"), SENTENCES.items(), ids=SENTENCES)
def test_a_sentence_names_the_good(good, sentence):
    assert good in named(sentence)


def test_every_good_that_came_after_the_first_tables_has_a_sentence():
    later = {
        row.good for row in FACTS.goods if row.as_of.year >= 2025 and row.source != "judgement"
    }
    first = {"legacy-chip"}
    assert later - first <= set(SENTENCES)


@pytest.mark.parametrize(
    "sentence",
    [
        "Talks will lead to a deal, and the lead negotiator said so.",
        "It was a golden age and a silver lining.",
        "The minister has an iron will and nerves of steel-grey calm.",
        "A tin ear for diplomacy.",
        "They drew a map of the talks.",
        "Sulphur dioxide emissions fell.",
        "He is a platinum-selling singer.",
        "Sand ran through the hourglass.",
        "Copper-bottomed promises were made.",
        "A drone attack killed three.",
    ],
)
def test_a_word_of_another_sense_names_no_good(sentence):
    assert named(sentence) == set()
