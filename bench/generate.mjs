// generate - a CSV of made-up leads for the benchmarks: node bench/generate.mjs ROWS > FILE. The same rows every time:
// Hungarian, Romanian and English names, mails and phones, some companies with several people, values as sales teams
// see them (many small, few large), key fields set for half of the leads as in the real file in data/.
import { once } from 'node:events'

const rows = Number(process.argv[2] ?? 1_000_000)

// A small generator of numbers (mulberry32), so that every run makes the same file.
let seed = 20261122
function random() {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const pick = (list) => list[Math.floor(random() * list.length)]
const chance = (part) => random() < part

const people = {
  hu: {
    family: 'Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Takács Juhász Lakatos Mészáros Oláh Simon Rácz Fekete Szilágyi Török Fehér Balázs Gál Kis Szűcs Kocsis Pintér Fodor Orsós Szalai Sipos Magyar Lukács Gulyás Biró Király Katona László Jakab Bogdán Balog Sándor Boros Fazekas Kelemen Somogyi Antal Vincze Hegedűs Fülöp Deák Pásztor Váradi Csonka Győri Dzsida Zsoldos Nyári'.split(' '),
    given: 'Anna Katalin Mária Éva Ilona Erzsébet Zsuzsanna Judit Ágnes Krisztina Andrea Eszter Nóra Csilla Tímea Enikő Réka Boglárka László István József János Zoltán Sándor Gábor Ferenc Attila Péter Tamás Zsolt Tibor András Csaba Imre Lajos György Balázs Ákos Bálint Gergő Dániel Ádám Levente Máté Dávid Örs Ödön'.split(' '),
    cities: 'Budapest Debrecen Szeged Miskolc Pécs Győr Nyíregyháza Kecskemét Székesfehérvár Szombathely Érd Tatabánya Sopron Kaposvár Békéscsaba Zalaegerszeg Eger Nagykanizsa Dunaújváros Hódmezővásárhely'.split(' '),
    prefix: '+36 30',
    form: 'Kft.',
  },
  ro: {
    family: 'Popescu Ionescu Popa Pop Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Constantin Marin Moldovan Lungu Florea Crăciun Șerban Țepeș Bălan Diaconu Dobre Barbu Nistor Ungureanu Vasilescu Tănase Mureșan Oprea Lazăr Nicolae Cristea Toma Coman Bogdan Iordache Enache Preda Sandu Neagu Manole Mocanu Pârvu Șandru'.split(' '),
    given: 'Maria Elena Ioana Ana Mihaela Andreea Cristina Alexandra Daniela Gabriela Simona Raluca Ștefania Bianca Andrei Alexandru Ștefan Mihai Ion Gheorghe Vasile Constantin Nicolae Florin Adrian Cătălin Bogdan Răzvan Cosmin Ionuț Marius Sorin Dragoș Tudor Horațiu Luminița'.split(' '),
    cities: 'București Cluj-Napoca Timișoara Iași Constanța Craiova Brașov Galați Ploiești Oradea Brăila Arad Pitești Sibiu Bacău Târgu-Mureș Baia-Mare Buzău Satu-Mare Botoșani'.split(' '),
    prefix: '+40 72',
    form: 'SRL',
  },
  en: {
    family: 'Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Harris Clark Lewis Baker Carter Hughes Mitchell Turner Hill Cooper Ward Morris Moore Clarkson Bennett Cook Bailey Parker Kelly Price Murphy Bell Ellis Shaw'.split(' '),
    given: 'Olivia Emma Charlotte Amelia Sophia Isabella Grace Emily Alice Ruth Helen Laura Rachel Claire James Oliver Harry George Noah Jack Leo Arthur Henry Thomas William David Michael Daniel Robert Richard Peter Simon Martin Kevin Graham Ian'.split(' '),
    cities: 'London Birmingham Manchester Leeds Glasgow Sheffield Bradford Edinburgh Liverpool Bristol Cardiff Leicester Coventry Nottingham Newcastle'.split(' '),
    prefix: '+44 77',
    form: 'Ltd',
  },
}
const trades = 'Metal Print Trans Bau Agro Food Med Soft Office Wood Solar Textil Auto Pack Glass'.split(' ')
const sources = ['Google', 'Referral', 'Web form', 'Trade fair', 'Newsletter', 'Cold call', 'Partner']
const activities = ['Email opened', 'Page visited', 'SMS sent', 'Chat', 'Form submitted', 'Phone call', 'Unsubscribed']
const products = ['Warehouse software', 'Invoicing', 'Training', 'Support plan', 'Web shop', 'Consulting']
const levels = ['01.High', '02.Medium', '03.Low']

const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
const skewed = () => levels[random() < 0.15 ? 0 : random() < 0.6 ? 1 : 2]

function row(i) {
  const at = random()
  const land = people[at < 0.45 ? 'hu' : at < 0.8 ? 'ro' : 'en']
  const given = pick(land.given)
  const family = pick(land.family)
  const company = chance(0.4) ? `${pick(land.family)} ${pick(trades)} ${Math.floor(random() * rows * 0.05)} ${land.form}` : ''
  const phone = `${land.prefix}${Math.floor(random() * 9)} ${String(Math.floor(random() * 1e7)).padStart(7, '0')}`
  const known = chance(0.55)
  const end = random()
  return [
    i,
    given,
    family,
    chance(0.9) ? `${plain(given)}.${plain(family)}.${i}@example.com` : '',
    chance(0.7) ? phone : '',
    company,
    pick(land.cities),
    pick(sources),
    Math.round(Math.exp(random() * 7 + 4)) * 100,
    known ? skewed() : '',
    known ? skewed() : '',
    end < 0.2 ? 1 : end < 0.3 ? 2 : 0,
    Math.floor(random() * 30),
    (random() * 2000).toFixed(1),
    pick(activities),
    pick(products),
  ].join(',')
}

const header = 'Number,First name,Last name,E-mail,Phone,Company,City,Source,Value,Profile,Activity,Outcome,Visits,Minutes,Last activity,Product'
let piece = header + '\n'
for (let i = 1; i <= rows; i++) {
  piece += row(i) + '\n'
  if (piece.length > 1 << 18) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
    piece = ''
  }
}
process.stdout.write(piece)
