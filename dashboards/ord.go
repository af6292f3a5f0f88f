package dashboards

import (
	"context"
	"slices"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// term is a word of the pages, explained once.
type term struct{ ID, Name, Text string }

// terms are the words that a reader may not know, in plain Swedish.
var terms = []term{
	{"andel", "Andel", "Så många av så många, i procent. Till exempel hur stor del av besluten som fattades i tid."},
	{"bestand-flode", "Bestånd och flöde", "Ett bestånd är det som finns under en period, som hushåll med bistånd. Samma hushåll finns ofta kvar nästa månad. Ett flöde är det som händer, som nya ansökningar."},
	{"bistandstagare", "Biståndstagare", "En person, vuxen eller barn, i ett hushåll som får ekonomiskt bistånd."},
	{"dagens-indelning", "Dagens indelning", "De stadsdelar som finns i dag. För tiden före en sammanslagning läggs de tidigare stadsdelarnas visade tal ihop, där det går."},
	{"ekonomiskt-bistand", "Ekonomiskt bistånd", "Stöd till den som inte kan försörja sig, enligt socialtjänstlagen. Försörjningsstödet till det dagliga är den största delen."},
	{"forsorjningshinder", "Försörjningshinder", "Varför en vuxen inte kan försörja sig själv, till exempel arbetslöshet eller sjukdom. Räknas per vuxen, så ett hushåll kan ha två."},
	{"handelse", "Händelse", "Något känt och daterat, som står vid tidsaxeln. Att något hände samtidigt säger inte att det ena beror på det andra."},
	{"handlaggningstid", "Handläggningstid", "Antalet dagar från ansökan till beslut."},
	{"hela-staden", "Hela staden", "Stadens egen uppgift. Den räknas aldrig fram ur stadsdelarnas, eftersom staden också har enheter utanför dem."},
	{"hushall", "Hushåll", "De som får bistånd tillsammans. Ett hushåll räknas en gång i månaden i varje stadsdel. Hushåll får inte läggas ihop över månader eller stadsdelar."},
	{"hogre-lagre", "Tydligt högre och tydligt lägre", "Skillnaden mot de övriga stadsdelarna, för handläggningstider mot hela staden, är större än vad slumpen brukar ge. Orden säger riktning, inte om det är bra eller dåligt."},
	{"intervall", "Intervall (95 %)", "Hur mycket talet kan variera av slump när underlaget är litet. Med litet underlag blir intervallet brett. Det säger inget om fel i uppgifterna."},
	{"invanare", "Per invånare", "En månad delas med antalet invånare den 31 december före månaden, ett år med sitt eget."},
	{"kvot", "Kvot", "Ett tal delat med ett annat, till exempel kostnad per hushåll."},
	{"liknande", "Liknande stadsdelar", "De stadsdelar som ligger närmast i några uppgifter som staden har valt, till exempel inkomst. Vilka uppgifter det är står på sidan Metod."},
	{"median", "Median", "Det mittersta talet: hälften av ärendena tog kortare tid, hälften längre."},
	{"niva", "Nivå", "Hur mycket det finns av något, till exempel antalet hushåll med bistånd. Nivåer speglar vilka som bor i stadsdelen, inte hur arbetet sköts."},
	{"nyckeltal", "Nyckeltal", "Ett tal med en definition, räknat på samma sätt för alla stadsdelar."},
	{"omradesindelning", "Områdesindelning", "Vilka stadsdelar som finns under en tid. Stockholm har haft 24, 18, 14, 13 och 11."},
	{"ordinarie-variation", "Ordinarie variation", "De upp- och nedgångar som en serie brukar ha utan att något särskilt har hänt."},
	{"preliminar", "Preliminärt", "Uppgiften kan ändras i nästa leverans."},
	{"publicering", "Publicering", "Allt som gavs ut på en gång. En publicering ändras aldrig; rättade uppgifter ger en ny, med ett nytt nummer."},
	{"redovisade", "De redovisade stadsdelarna", "De stadsdelar som har lämnat uppgifter för perioden. När inte alla har gjort det är de inte hela staden. Ett gemensamt tal för dem räknas på de stadsdelar vars tal visas."},
	{"riktlinje", "Riktlinje", "Inom hur många dagar staden vill att ett beslut ska vara fattat."},
	{"rattelse", "Rättelse", "En ny leverans som ersätter en tidigare för samma tid."},
	{"ingen-saker-skillnad", "Ingen säker skillnad", "Skillnaden ryms i vad slumpen brukar ge. Det betyder inte att stadsdelarna är lika, bara att talen inte kan visa att de är olika."},
	{"slump", "Slump", "Att talen skiljer sig fast inget skiljer stadsdelarna åt. Ju färre fall, desto mer gör slumpen."},
	{"styrdiagram", "Styrdiagram", "En serie med gränser för ordinarie variation. Bara det som bryter mot en regel märks ut."},
	{"sarskild-orsak", "Särskild orsak", "Ett tal eller en rad av tal som inte liknar ordinarie variation. Något kan ha ändrats, men diagrammet säger inte vad."},
	{"syntetiska", "Syntetiska uppgifter", "Påhittade tal som visar hur sidorna fungerar. De säger inget om någon stadsdel."},
	{"trattdiagram", "Trattdiagram", "Varje stadsdels tal mot hur stort underlaget är. Gränserna visar hur mycket slumpen kan ge, och är vida för små stadsdelar."},
}

// wordsView is the page of words.
type wordsView struct{ Terms []term }

func (s *site) words(_ context.Context, p *page) error {
	p.kind, p.Title, p.H1 = "ord", "Ord och tecken", "Ord och tecken"
	p.Lede = []string{"Vad orden på sidorna betyder, och tecknen som står i stället för ett tal."}
	p.Description = "Ord och tecken som används på sidorna."
	for _, t := range prose.Signs {
		p.signs[t.Sign] = true
	}
	p.Body = &wordsView{s.sortedTerms()}
	return nil
}

// sortedTerms are the terms in Swedish order.
func (s *site) sortedTerms() []term {
	order := publication.Swedish()
	out := slices.Clone(terms)
	out = slices.DeleteFunc(out, func(t term) bool {
		return t.ID == "syntetiska" && !s.info.Synthetic || t.ID == "liknande" && len(s.likes.basis) == 0
	})
	slices.SortFunc(out, func(a, b term) int { return order(a.Name, b.Name) })
	return out
}
