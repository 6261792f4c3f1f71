package paper

import "onthaal/domain/document"

// The letters and leaflets of the tests. Everybody in them is invented.

func pairs(kv ...string) []document.Labelled {
	var out []document.Labelled
	for i := 0; i < len(kv); i += 2 {
		out = append(out, document.Labelled{Label: document.T(kv[i]), Value: document.T(kv[i+1])})
	}
	return out
}

func texts(ss ...string) []document.Text {
	var out []document.Text
	for _, s := range ss {
		out = append(out, document.T(s))
	}
	return out
}

func para(s string) document.Block {
	return document.Block{Kind: document.Paragraph, Text: document.T(s)}
}

// dutch fits on one page.
func dutch() *document.Document {
	return &document.Document{
		Lang: "nl", Title: "Brief K7M-204T-1", Date: "1997-03-10", Form: document.Letter,
		Sender:    texts("Centrum De Brug vzw", "Opvang en begeleiding", "Leguit 4 · 2000 Antwerpen", "T 03 201 16 90 · F 03 233 23 24", "Rekening 000-0000000-00"),
		Marking:   document.T("Vertrouwelijk"),
		Address:   texts("Dienst Vreemdelingenzaken", "Bureau Onderzoeken", "t.a.v. de heer Kristof Vandenbroucke", "Antwerpsesteenweg 59B", "1000 BRUSSEL"),
		Refs:      pairs("Uw kenmerk", "5.412.907/MH", "Ons kenmerk", "K7M-204T", "Bijlagen", "3"),
		PlaceDate: document.T("Antwerpen, 10\u00a0maart\u00a01997"),
		Running:   document.T("Dienst Vreemdelingenzaken – K7M-204T – 10\u00a0maart\u00a01997"),
		Page:      "Pagina {page} van {pages}",
		Foot:      texts("Deze brief bevat gegevens over een persoon die bescherming nodig heeft. Bewaar hem achter slot en geef hem aan niemand door die ze niet nodig heeft."),
		Blocks: []document.Block{
			{Kind: document.Heading, Level: 1, Text: document.T("Betreft: verzoek om een aankomstverklaring (fase 2)")},
			para("Geachte heer"),
			para("Met deze brief vragen wij u een aankomstverklaring af te geven aan de persoon van wie u hieronder de gegevens vindt. Zij legde op 7\u00a0maart\u00a01997 klacht neer tegen de personen die haar hebben uitgebuit, en zij wordt sinds 24\u00a0januari\u00a01997 door ons centrum begeleid."),
			{Kind: document.Fields, Pairs: pairs(
				"Naam", "POPESCU-DĂRMĂNEȘTI",
				"Voornaam", "Ștefania Mădălina",
				"Geboren", "in 1974, te Târgu Mureș (Roemenië)",
				"Nationaliteit", "Roemeense",
				"Verblijf", "op een adres dat aan uw dienst bekend is")},
			para("Het proces-verbaal draagt het nummer AN.55.98.001204/97 en werd opgesteld door de gerechtelijke politie bij het parket te Antwerpen. Een afschrift gaat als bijlage."),
			para("De begeleiding verloopt volgens de afspraken: mevrouw houdt zich aan de drie voorwaarden en heeft geen contact meer met de vermoedelijke daders. Mocht u nog inlichtingen wensen, dan bereikt u ons elke werkdag tussen negen en zeventien uur."),
			{Kind: document.Signature, Text: document.T("Met de meeste hoogachting"), Items: texts("Hilde Van Autgaerden", "begeleidster")},
			{Kind: document.Note, Text: document.T("Bijlagen: afschrift van het proces-verbaal, twee pasfoto’s, attest van begeleiding"), Items: texts("Kopie: procureur des Konings te Antwerpen")},
		},
	}
}

// french takes two pages.
func french() *document.Document {
	d := dutch()
	d.Lang, d.Title, d.Date = "fr", "Lettre M3P-118C-2", "1997-04-01"
	d.Sender = texts("Le Relais des Collines asbl", "Accueil et accompagnement", "Rue Pouplin 16 · 4000 Liège", "T 04 232 40 30")
	d.Marking = document.T("Confidentiel")
	d.Address = texts("Office des étrangers", "Direction Enquêtes – Cellule des victimes de la traite des êtres humains",
		"À l’attention de Madame Marie-Françoise Vandenbussche-de Saint-Hubert", "Chaussée d’Anvers 59B", "1000 BRUXELLES")
	d.Refs = pairs("V/Réf.", "6.118.204 – cellule T.E.H.", "N/Réf.", "M3P-118C", "Annexes", "2")
	d.PlaceDate = document.T("Liège, le 1er\u00a0avril\u00a01997")
	d.Running = document.T("Office des étrangers – M3P-118C – 1er\u00a0avril\u00a01997")
	d.Page = "Page {page} sur {pages}"
	d.Foot = texts("Cette lettre contient des données d’une personne à protéger. Elle ne peut être transmise qu’à ceux qui en ont besoin.")
	long := "L’intéressée nous a été adressée par la gendarmerie à la suite d’un contrôle commun du 12\u00a0février\u00a01997. Elle a été entendue dans sa langue, avec l’aide d’un interprète, et a reçu la brochure d’information. Elle accepte l’accompagnement du centre et les conditions qui y sont attachées\u202f: ne plus fréquenter le milieu, être suivie par un centre spécialisé et déposer plainte ou faire des déclarations."
	d.Blocks = []document.Block{
		{Kind: document.Heading, Level: 1, Text: document.T("Objet\u202f: demande d’une déclaration d’arrivée (deuxième phase)")},
		para("Madame,"),
		para("Par la présente, nous vous prions de bien vouloir délivrer une déclaration d’arrivée aux personnes dont les données suivent."),
		{Kind: document.Fields, Pairs: pairs(
			"Nom", "NGUYỄN PHÚC THỊ HỒNG NHUNG", "Prénoms", "Diễm Quỳnh",
			"Née le", "4 août 1978 à Hải Phòng (Việt Nam)", "Nationalité", "vietnamienne",
			"Séjour", "chez une famille d’accueil, à une adresse que nous tenons à la disposition de vos services et que nous vous prions de ne pas inscrire sur le document")},
		{Kind: document.Fields, Pairs: pairs(
			"Nom", "ШЕВЧЕНКО-КОВАЛЬЧУК (Shevchenko-Kovalchuk)", "Prénoms", "Олександра Євгенівна",
			"Née le", "17 novembre 1975 à Івано-Франківськ (Ukraine)", "Nationalité", "ukrainienne")},
		{Kind: document.Heading, Level: 2, Text: document.T("Les faits")},
		para(long), para(long),
		{Kind: document.List, Text: document.T("Vous trouverez en annexe\u202f:"), Items: texts(
			"une copie du procès-verbal LI.37.L5.004117/97 de la police judiciaire près le parquet de Liège\u202f;",
			"l’attestation d’accompagnement, établie le 21\u00a0mars\u00a01997.")},
		{Kind: document.Heading, Level: 2, Text: document.T("La demande")},
		para(long), para("Nous restons à votre disposition, chaque jour ouvrable, de neuf à dix-sept heures, pour tout renseignement que vous jugeriez utile, et nous vous remercions de l’attention que vous porterez à cette demande."),
		{Kind: document.Signature, Text: document.T("Veuillez agréer, Madame, l’expression de nos sentiments distingués."), Items: texts("Jean-Baptiste Lecomte", "coordinateur")},
		{Kind: document.Note, Text: document.T("Annexes\u202f: 2"), Items: texts("Copie\u202f: Monsieur le procureur du Roi à Liège")},
	}
	return d
}

// german is a specimen.
func german() *document.Document {
	d := dutch()
	d.Lang, d.Title, d.Stamp = "de", "Brief K7M-204T-1", "SPECIMEN"
	d.Sender = texts("Haus an der Weser VoG", "Aufnahme und Begleitung", "Neustraße 27 · 4700 Eupen")
	d.Marking = document.T("Vertraulich")
	d.Address = texts("Ausländeramt", "Untersuchungsbüro", "Frau Anna-Katharina Müller-Großmann", "Antwerpsesteenweg 59B", "1000 BRÜSSEL")
	d.Refs = pairs("Ihr Zeichen", "5.412.907/MH", "Unser Zeichen", "K7M-204T")
	d.PlaceDate = document.T("Eupen, den 10.\u00a0März\u00a01997")
	d.Running = document.T("Ausländeramt – K7M-204T – 10.\u00a0März\u00a01997")
	d.Page = "Seite {page} von {pages}"
	d.Foot = nil
	d.Blocks = []document.Block{
		{Kind: document.Heading, Level: 1, Text: document.T("Betreff: Antrag auf eine Ankunftserklärung (zweite Phase)")},
		para("Sehr geehrte Frau Müller-Großmann,"),
		para("hiermit bitten wir Sie, der unten genannten Person eine Ankunftserklärung auszustellen. Sie hat am 7.\u00a0März\u00a01997 Anzeige erstattet und wird seit dem 24.\u00a0Januar\u00a01997 von unserem Zentrum begleitet."),
		{Kind: document.Fields, Pairs: []document.Labelled{
			{Label: document.T("Name"), Value: document.Text{{Text: "محمد عبد الرحمن", Lang: "ar"}, {Text: " (Mohammed Abdulrahman)"}}},
			{Label: document.T("Anschrift"), Value: document.T("حلب 12 شارع النيل 34, bis zum 3. Mai")},
			{Label: document.T("Geboren"), Value: document.T("1979 in Aleppo (Syrien)")}}},
		para("Für weitere Auskünfte erreichen Sie uns werktags zwischen neun und siebzehn Uhr."),
		{Kind: document.Signature, Text: document.T("Mit freundlichen Grüßen"), Items: texts("Franz-Josef Schmitz", "Begleiter")},
		{Kind: document.Note, Text: document.T("Anlagen: 2")},
	}
	return d
}

func leaflet(form document.Form) *document.Document {
	return &document.Document{
		Lang: "en", Title: "Information", Date: "1997-03-01", Form: form, Page: "{page}/{pages}",
		Blocks: []document.Block{
			{Kind: document.Heading, Level: 1, Text: document.T("You are not alone")},
			para("Did somebody bring you to Belgium with promises that were not true? Do you have to work and give the money away? Has somebody taken your passport? Then there are people who can help you. It costs nothing."),
			{Kind: document.Heading, Level: 2, Text: document.T("What you can ask for")},
			{Kind: document.List, Items: texts("a safe place to sleep, and time to think: forty-five days in which nobody sends you away;", "a doctor, and somebody who speaks your language;", "a lawyer who explains what you can do.")},
			{Kind: document.Heading, Level: 2, Text: document.T("Whom you can call")},
			{Kind: document.Numbers, Pairs: pairs("Antwerp, day and night", "03 201 16 90", "Brussels", "02 511 64 64", "Liège", "04 232 40 30", "Police, in danger", "101")},
			{Kind: document.Note, Text: document.T("Edition of March 1997. Nobody is told that you have read this page.")},
		},
	}
}

func arabic(form document.Form) *document.Document {
	return &document.Document{
		Lang: "ar", RTL: true, Title: "معلومات", Date: "1997-03-01", Form: form, Page: "{page}/{pages}",
		Blocks: []document.Block{
			{Kind: document.Heading, Level: 1, Text: document.T("لستِ وحدك")},
			para("هل أحضرك أحد إلى بلجيكا بوعود كاذبة؟ هل أخذ أحد جواز سفرك؟ هناك من يستطيع أن يساعدك، والمساعدة مجانية."),
			{Kind: document.List, Ordered: true, Items: texts("مكان آمن للنوم", "طبيب ومترجم (Payoke, Antwerpen)", "محامٍ يشرح لك حقوقك")},
			{Kind: document.Numbers, Pairs: pairs("أنتويرب", "\u206603\u00a0201\u00a016\u00a090\u2069", "بروكسل", "\u206602\u00a0511\u00a064\u00a064\u2069")},
		},
	}
}

func card() *document.Document {
	return &document.Document{
		Lang: "nl", Title: "Info", Date: "1997-03-01", Form: document.Card,
		Blocks: []document.Block{
			{Kind: document.Heading, Level: 1, Text: document.T("Info")},
			{Kind: document.Numbers, Pairs: pairs("Antwerpen", "03 201 16 90", "Brussel", "02 511 64 64", "Luik", "04 232 40 30")},
		},
	}
}
