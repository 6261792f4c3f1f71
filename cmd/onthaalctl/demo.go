package main

import (
	"github.com/spf13/cobra"
)

func (a *app) demoCmd() *cobra.Command {
	return &cobra.Command{Use: "demo DIR", Short: "x", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error { return nil }}
}
