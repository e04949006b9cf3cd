#include "core/demo_text.h"

#define N(list) (sizeof(list) / sizeof *(list))

static const char *const hu_given[] = {"Anna", "Zsófia", "Katalin", "Éva", "Ágnes", "Judit", "Eszter", "Réka",
        "Dóra", "Gábor", "Péter", "László", "Zoltán", "István", "Attila", "Balázs", "Máté", "Győző", "Csaba",
        "Ödön"};
static const char *const hu_family[] = {"Nagy", "Kovács", "Tóth", "Szabó", "Horváth", "Varga", "Kiss",
        "Molnár", "Szűcs", "Farkas", "Őri", "Gyarmati", "Csányi", "Lőrincz", "Szőke", "Bíró", "Fehér",
        "Gergely", "Zsoldos", "Kőműves"};
static const char *const hu_cities[] = {"Budapest", "Debrecen", "Szeged", "Pécs", "Győr", "Miskolc",
        "Székesfehérvár", "Kecskemét", "Nyíregyháza", "Szombathely"};
static const char *const hu_companies[] = {"Kovács és Társa Kft.", "Alföldi Gépgyár Zrt.",
        "Duna Logisztika Kft.", "Tiszta Víz Kft.", "Pannon Építő Zrt.", "Zöld Liget Kertészet Bt.",
        "Mátra Faipar Kft.", "Bástya Biztonság Kft.", "Kékes Szálloda Kft.", "Gyöngy Fogászat Kft.",
        "Sárkány Nyomda Kft.", "Tölgy Bútor Zrt.", "Őrség Sajt Kft.", "Csillag Könyvelő Kft.",
        "Szűcs Transz Kft.", "Hármashatár Pékség Kft.", "Fő Utca Ingatlan Kft.", "Rába Fémipari Zrt.",
        "Vértes Informatika Kft.", "Kőris Üvegtechnika Kft."};
static const char *const hu_streets[] = {
        "Fő utca", "Petőfi Sándor utca", "Kossuth Lajos tér", "Rákóczi út", "Árpád utca"};

static const char *const ro_given[] = {"Andrei", "Ștefan", "Mihai", "Ioana", "Elena", "Cristina", "Alexandra",
        "Radu", "Bogdan", "Ana-Maria", "Vlad", "Doina", "Gheorghe", "Țincuța", "Răzvan", "Florin", "Mădălina",
        "Ilinca", "Dragoș", "Sorin"};
static const char *const ro_family[] = {"Popescu", "Ionescu", "Popa", "Stan", "Dumitru", "Gheorghiu",
        "Șerban", "Țurcanu", "Munteanu", "Rădulescu", "Moldovan", "Stănescu", "Ciobanu", "Bălan", "Vasilescu",
        "Marinescu", "Lupu", "Crișan", "Drăgan", "Păun"};
static const char *const ro_cities[] = {"București", "Cluj-Napoca", "Timișoara", "Iași", "Brașov",
        "Constanța", "Oradea", "Sibiu", "Târgu Mureș", "Ploiești"};
static const char *const ro_companies[] = {"Carpați Lemn S.R.L.", "Dacia Transport S.R.L.",
        "Tehno Sudură S.R.L.", "Grădina Verde S.R.L.", "Moara de Aur S.A.", "Șantier Nord S.R.L.",
        "Țesături Moderne S.A.", "Apă Curată S.R.L.", "Brutăria Bunicii S.R.L.", "Clinica Zâmbet S.R.L.",
        "Soft Expert S.R.L.", "Mobila Bistrița S.A.", "Hotel Cetatea S.R.L.", "Agro Câmpia S.R.L.",
        "Tipografia Iris S.R.L.", "Contabil Sigur S.R.L.", "Energia Vântului S.A.", "Pescăria Deltei S.R.L.",
        "Sticla Mediaș S.A.", "Imobiliare Centru S.R.L."};
static const char *const ro_streets[] = {"Strada Mihai Eminescu", "Bulevardul Unirii", "Strada Avram Iancu",
        "Calea Victoriei", "Strada Lungă"};

static const char *const en_given[] = {"Alice", "James", "Emma", "Oliver", "Sophie", "George", "Charlotte",
        "Harry", "Grace", "Thomas", "Emily", "William", "Lucy", "Daniel", "Hannah", "Peter", "Sarah",
        "Andrew", "Julia", "Mark"};
static const char *const en_family[] = {"Smith", "Jones", "Taylor", "Brown", "Wilson", "Evans", "Thomas",
        "Walker", "Wright", "Clarke", "Hughes", "Edwards", "Green", "Hall", "Wood", "Harris", "Martin",
        "Cooper", "Ward", "Baker"};
static const char *const en_cities[] = {"London", "Manchester", "Leeds", "Bristol", "Edinburgh", "Cardiff",
        "York", "Oxford", "Norwich", "Bath"};
static const char *const en_companies[] = {"Harbour Freight Ltd.", "Northgate Dental Ltd.",
        "Oakfield Joinery Ltd.", "Silverline Couriers Ltd.", "Meadow Farm Dairy Ltd.",
        "Kestrel Engineering Ltd.", "Brightside Cleaning Ltd.", "Willow Print Works Ltd.",
        "Castle Hotels Ltd.", "Pioneer Roofing Ltd.", "Amber Accounting LLP", "Fairview Homes Ltd.",
        "Granite Surfaces Ltd.", "Redwood Furniture Ltd.", "Summit Training Ltd.", "Beacon Security Ltd.",
        "Tidewater Marine Ltd.", "Lantern Books Ltd.", "Copperfield Bakery Ltd.", "Stonebridge Legal LLP"};
static const char *const en_streets[] = {
        "High Street", "Station Road", "Church Lane", "Victoria Road", "Mill Lane"};

#define NAMES(l, country, prefix)                                                                            \
    {                                                                                                        \
        country, prefix, l##_given, l##_family, l##_cities, l##_companies, l##_streets, N(l##_given),        \
                N(l##_family), N(l##_cities), N(l##_companies), N(l##_streets)                               \
    }
static const struct demo_names names[N_LANG] = {
        [LANG_EN] = NAMES(en, "GB", "+44 20 7"),
        [LANG_HU] = NAMES(hu, "HU", "+36 30 "),
        [LANG_RO] = NAMES(ro, "RO", "+40 722 "),
};

const struct demo_names *demo_names_of(enum lang l)
{
    return &names[l];
}

#define PER_KIND 6
static const char *const lines[N_LINE][N_LANG][PER_KIND] = {
        [LINE_CALL] = {{"Talked about their needs; they compare three suppliers.",
                               "Asked for a reference in their sector.",
                               "The decision is the managing director's.",
                               "Budget is approved for this quarter.",
                               "They want to start after the holidays.",
                               "Price is the question; the rest suits them."},
                {"Átbeszéltük az igényeiket; három szállítót hasonlítanak össze.",
                        "Referenciát kértek az iparágukból.", "Az ügyvezető dönt.",
                        "Erre a negyedévre megvan a keret.", "A szabadságok után kezdenének.",
                        "Az ár a kérdés, a többi megfelel."},
                {"Am discutat nevoile lor; compară trei furnizori.", "Au cerut o referință din domeniul lor.",
                        "Decizia este a administratorului.", "Bugetul este aprobat pentru acest trimestru.",
                        "Vor să înceapă după concedii.", "Prețul este întrebarea; restul li se potrivește."}},
        [LINE_MEETING] = {{"Showed the product on their own data.",
                                  "Walked through the warehouse with the manager.",
                                  "Went over the offer point by point.", "Met the team that will use it.",
                                  "Agreed on the first phase.", "They asked for a trial month."},
                {"Bemutattuk a terméket a saját adataikon.", "Végigjártuk a raktárat a vezetővel.",
                        "Pontról pontra átnéztük az ajánlatot.",
                        "Találkoztunk a csapattal, amely használni fogja.", "Megegyeztünk az első ütemben.",
                        "Próbahónapot kértek."},
                {"Am prezentat produsul pe datele lor.", "Am vizitat depozitul împreună cu șeful.",
                        "Am parcurs oferta punct cu punct.", "Am întâlnit echipa care îl va folosi.",
                        "Am convenit prima etapă.", "Au cerut o lună de probă."}},
        [LINE_EMAIL] = {{"Sent the price list and the terms.", "Answered their technical questions.",
                                "Sent two references.", "Confirmed the appointment.",
                                "Sent the contract draft.",
                                "Thanked them for the visit, summed up the next steps."},
                {"Elküldtem az árlistát és a feltételeket.", "Válaszoltam a műszaki kérdésekre.",
                        "Küldtem két referenciát.", "Visszaigazoltam az időpontot.",
                        "Elküldtem a szerződéstervezetet.",
                        "Megköszöntem a látogatást, összefoglaltam a következő lépéseket."},
                {"Am trimis lista de prețuri și condițiile.", "Am răspuns la întrebările tehnice.",
                        "Am trimis două referințe.", "Am confirmat întâlnirea.",
                        "Am trimis proiectul de contract.",
                        "Am mulțumit pentru vizită, am rezumat pașii următori."}},
        [LINE_NOTE] = {{"Uses a competitor's system until March.", "Prefers e-mail to calls.",
                               "Family business, third generation.", "Growing fast, opens a second site.",
                               "Ask for Mrs. Clarke at the desk.", "Pays within eight days."},
                {"Márciusig egy versenytárs rendszerét használja.", "Inkább e-mailt szeret, mint telefont.",
                        "Családi cég, harmadik generáció.", "Gyorsan nő, második telephelyet nyit.",
                        "A recepción Szűcs asszonyt kell keresni.", "Nyolc napon belül fizet."},
                {"Folosește sistemul unui concurent până în martie.",
                        "Preferă e-mailul în locul telefonului.", "Afacere de familie, a treia generație.",
                        "Crește repede, deschide al doilea punct de lucru.",
                        "La recepție se caută doamna Șerban.", "Plătește în opt zile."}},
        [LINE_TASK_CALL] = {{"Call back about the offer", "Call about the decision", "First call",
                                    "Ask about the trial", "Call the managing director", "Check in"},
                {"Visszahívás az ajánlatról", "Telefon a döntésről", "Első hívás", "Rákérdezni a próbára",
                        "Hívni az ügyvezetőt", "Érdeklődni"},
                {"Revenit telefonic pentru ofertă", "Apel despre decizie", "Primul apel",
                        "Întrebat despre perioada de probă", "Apel la administrator", "Verificat stadiul"}},
        [LINE_TASK_MEETING] = {{"Product demonstration", "Visit on site", "Contract meeting",
                                       "Workshop with the team", "Quarterly review", "Online meeting"},
                {"Termékbemutató", "Helyszíni bejárás", "Szerződéskötés", "Közös munka a csapattal",
                        "Negyedéves áttekintés", "Online egyeztetés"},
                {"Prezentare de produs", "Vizită la sediu", "Întâlnire pentru contract", "Atelier cu echipa",
                        "Analiză trimestrială", "Întâlnire online"}},
        [LINE_TASK_OFFER] =
                {{"Prepare the offer", "Update the offer with the new volume", "Send the contract",
                         "Calculate the discount", "Ask for the supplier's price", "Write the summary"},
                        {"Ajánlat elkészítése", "Ajánlat frissítése az új mennyiséggel",
                                "Szerződés elküldése", "Kedvezmény kiszámítása", "Szállítói ár bekérése",
                                "Összefoglaló megírása"},
                        {"Pregătit oferta", "Actualizat oferta cu noul volum", "Trimis contractul",
                                "Calculat reducerea", "Cerut prețul furnizorului", "Scris rezumatul"}},
        [LINE_TASK_MAIL] =
                {{"Send references", "Send the price list", "Confirm the date", "Send the newsletter offer",
                         "Answer the questions", "Send the case study"},
                        {"Referenciák küldése", "Árlista küldése", "Időpont visszaigazolása",
                                "Hírlevél-ajánlat küldése", "Kérdések megválaszolása",
                                "Esettanulmány küldése"},
                        {"Trimis referințe", "Trimis lista de prețuri", "Confirmat data",
                                "Trimis oferta din newsletter", "Răspuns la întrebări",
                                "Trimis studiul de caz"}},
        [LINE_RESULT] = {{"Reached, interested.", "No answer, try again.", "They ask for time.",
                                 "Agreed on a meeting.", "Offer accepted in principle.",
                                 "Sent, waiting for an answer."},
                {"Elértem, érdekli.", "Nem vette fel, újra próbálom.", "Időt kérnek.",
                        "Találkozót egyeztettünk.", "Elvben elfogadták az ajánlatot.",
                        "Elküldve, válaszra várunk."},
                {"L-am găsit, e interesat.", "Nu a răspuns, încerc din nou.", "Cer timp.",
                        "Am stabilit o întâlnire.", "Oferta e acceptată în principiu.",
                        "Trimis, așteptăm răspuns."}},
};

const char *demo_line(enum demo_line kind, enum lang l, unsigned i)
{
    return lines[kind][l][i % PER_KIND];
}

static const char *const deals[N_LANG][8] = {
        {"Warehouse software", "Forklift fleet", "Annual maintenance", "Solar panels", "Office fit-out",
                "Training package", "Web shop", "Safety audit"},
        {"Raktári szoftver", "Targoncaflotta", "Éves karbantartás", "Napelemek", "Irodaberendezés",
                "Képzési csomag", "Webáruház", "Biztonsági átvilágítás"},
        {"Software de depozit", "Flotă de stivuitoare", "Mentenanță anuală", "Panouri solare",
                "Amenajare birouri", "Pachet de instruire", "Magazin online", "Audit de securitate"}};
static const char *const industries[N_LANG][6] = {
        {"Logistics", "Manufacturing", "Food industry", "Construction", "Health care", "Tourism"},
        {"Logisztika", "Gyártás", "Élelmiszeripar", "Építőipar", "Egészségügy", "Turizmus"},
        {"Logistică", "Producție", "Industria alimentară", "Construcții", "Sănătate", "Turism"}};
static const char *const sources[N_LANG][6] = {
        {"Website", "Referral", "Trade fair", "Newsletter", "Cold call", "Partner"},
        {"Honlap", "Ajánlás", "Kiállítás", "Hírlevél", "Hideghívás", "Partner"},
        {"Site web", "Recomandare", "Târg", "Newsletter", "Apel la rece", "Partener"}};

const char *demo_deal(enum lang l, unsigned i)
{
    return deals[l][i % 8];
}

const char *demo_industry(enum lang l, unsigned i)
{
    return industries[l][i % 6];
}

const char *demo_source(enum lang l, unsigned i)
{
    return sources[l][i % 6];
}
