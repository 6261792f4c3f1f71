package main

// demoHTML is the page of the demonstration: no script, no network.
const demoHTML = `<!DOCTYPE html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Onthaal: {{say "demo.heading"}}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; background: #fff; color: #1b1b1b; }
h1 { font-size: 1.8rem; margin: 0 0 .5rem; } h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; }
p { max-width: 44rem; } a { color: #00549f; }
table { border-collapse: collapse; } th, td { text-align: start; padding: .35rem 1.5rem .35rem 0; border-bottom: 1px solid #b8b8b8; vertical-align: top; }
code { font: .95rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.sheets { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.5rem; padding: 0; list-style: none; }
.sheets img { display: block; width: 100%; height: auto; border: 1px solid #767676; background: #fff; }
.sheets span { display: block; margin-top: .4rem; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #f0f0f0; } a { color: #8cc4ff; } }
</style>
</head>
<body>
<main>
<h1>{{say "demo.heading"}}</h1>
<p>{{intro}}</p>
<h2>{{say "demo.status"}}</h2>
{{with .Case}}<p><strong>{{.File.Code}}</strong>, {{.File.Name}}: {{state .}}</p>
{{if .Profile.Historic}}<p>{{index .Profile.Notice $.Lang}}</p>{{end}}
<table>
{{range .Schedule.Terms}}<tr><th scope="row">{{stage .Stage}}</th><td>{{date .Start}} – {{date .ValidUntil}}</td><td>{{section .Section}}</td></tr>
<tr><td>{{say "cli.actBy"}}</td><td>{{date .ActBy}}</td><td>{{section .Section}}</td></tr>
{{if not .InquiryBy.IsZero}}<tr><td>{{say "cli.inquiryBy"}}</td><td>{{date .InquiryBy}}</td><td>{{section .Section}}</td></tr>
<tr><td>{{say "cli.actBy"}}</td><td>{{date .InquiryActBy}}</td><td>{{section .Section}}</td></tr>
{{end}}{{end}}{{range .Status.Entitlements}}<tr><th scope="row">{{say (print "entitlement." .Key)}}</th><td>{{say (print "entitlement." .Key "." .Value)}}</td><td>{{section .Section}}</td></tr>
{{end}}{{range .Status.Due}}<tr><th scope="row">{{say .Key}}</th><td>{{date .Due}}</td><td>{{section .Section}}</td></tr>
{{end}}</table>
<h2>{{say "demo.history"}}</h2>
<table>
{{range happened .}}<tr><td>{{date .On}}</td><td>{{.What}}</td></tr>
{{end}}</table>{{end}}
<h2>{{say "demo.second"}}</h2>
<p><strong>{{.Second}}</strong> ({{section "5.3"}}): {{say "demo.secondText"}}</p>
<h2>{{say "demo.letters"}}</h2>
<ul class="sheets">
{{range .Letters}}<li><a href="{{.Name}}.pdf"><img src="{{.Name}}.png" alt="">
<span>{{.Title}}</span></a> <span lang="{{.Lang}}">{{.Lang}}</span></li>
{{end}}</ul>
<h2>{{say "demo.leaflets"}}</h2>
<ul class="sheets">
{{range .Leaflets}}<li><a href="{{.Name}}.pdf"><img src="{{.Name}}.png" alt="">
<span lang="{{.Lang}}"{{if .RTL}} dir="rtl"{{end}}>{{.Title}}</span></a></li>
{{end}}</ul>
<h2>{{say "demo.again"}}</h2>
<p><code>onthaalctl --store store --passphrase-file passphrase.txt --today {{.Today}} show {{.Case.File.Code}}</code></p>
</main>
</body>
</html>
`
