package main

import (
	"slices"

	"github.com/spf13/cobra"

	"onthaal/domain/desk"
)

func (a *app) initCmd() *cobra.Command {
	var s desk.Settings
	var agreement string
	c := &cobra.Command{
		Use: "init", Short: "Create a desk; prints the recovery code once", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains(desk.Centres, s.Centre) {
				return usageChoice("--centre", desk.Centres)
			}
			if !slices.Contains(desk.Languages, s.Language) {
				return usageChoice("--language", desk.Languages)
			}
			if a.nowhere != nil {
				return a.nowhere
			}
			if agreement != "" {
				data, err := a.read(agreement, maxEntry)
				if err != nil {
					return err
				}
				if s.Office, err = desk.ParseOffice(data); err != nil {
					return err
				}
			}
			secret, err := a.secret()
			if err != nil {
				return err
			}
			defer clear(secret)
			a.remarkShort(secret)
			code, err := a.parts.Desk.Create(cmd.Context(), s, secret)
			if err != nil {
				return err
			}
			a.desk = s.Language
			return a.sayRecovery(code)
		},
	}
	f := c.Flags()
	f.StringVar(&s.Centre, "centre", "", "payoke, pag-asa, surya, welfare1994 or local")
	f.StringVar(&s.Language, "language", "", "language of the desk: nl, fr, de, en")
	f.StringVar(&s.Counsellor, "counsellor", "", "name of the counsellor")
	f.StringVar(&s.Signatory, "signatory", "", "name of who signs the letters, if another")
	f.StringVar(&agreement, "agreement", "", "JSON file with the office and its co-operation agreement (local services)")
	return c
}
