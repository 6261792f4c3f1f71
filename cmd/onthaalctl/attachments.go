package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/domain/desk"
	"onthaal/ui/words"
)

// fileJSON is a file of a case as attachments prints it.
type fileJSON struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type"`
	Size   int    `json:"size"`
	On     string `json:"on"`
	SHA256 string `json:"sha256"`
	Entry  string `json:"entry"` // of the journal, for a void that takes the file back
}

func (a *app) attachCmd() *cobra.Command {
	var in, title string
	c := &cobra.Command{
		Use: "attach CODE -f FILE", Short: "Keep a file in a case: a photograph, a scan, a PDF", Args: cobra.ExactArgs(1),
		Long: `Keeps a file in a case, sealed, byte for byte. What it is follows from what is
in it and not from its name: a photograph or scan (JPEG, PNG, TIFF, WebP, HEIC),
a PDF, or plain text, of at most 32 MiB. Its name is kept in the vault alone.

The file that was read stays where it lies, in clear: delete it there when it is
no longer needed. A file is taken back, and destroyed, by a void of its entry,
which attachments --json names.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := a.read(in, desk.FileLimit)
			if err != nil {
				return err
			}
			id, err := a.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			name := ""
			if in != "-" {
				name = filepath.Base(in)
			}
			n, err := a.parts.Desk.Attach(cmd.Context(), id, title, name, data)
			if err != nil {
				return err
			}
			return a.print(map[string]int{"number": n}, func(w io.Writer, p *words.Printer) {
				fmt.Fprintln(w, p.T("file.kept", words.Args{"Number": n}))
			})
		},
	}
	c.Flags().StringVarP(&in, "file", "f", "", "the file to keep; - is standard input")
	c.Flags().StringVar(&title, "title", "", "what it is (default: the file's name)")
	return c
}

func (a *app) attachmentsCmd() *cobra.Command {
	return &cobra.Command{
		Use: "attachments CODE", Short: "List the files of a case", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := a.theCase(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			list := []fileJSON{}
			for _, x := range k.File.Attachments {
				b := x.Body
				list = append(list, fileJSON{b.Number, b.Title, b.Name, b.Type, b.Size, x.On().String(), b.SHA256, x.Entry.ID.String()})
			}
			return a.print(list, func(w io.Writer, p *words.Printer) {
				if len(list) == 0 {
					fmt.Fprintln(w, p.T("file.none"))
				}
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				defer t.Flush()
				for _, x := range k.File.Attachments {
					b := x.Body
					fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\n", b.Number, b.Title, p.T("file.type."+b.Type), p.Size(int64(b.Size)), p.Day(x.On()))
				}
			})
		},
	}
}

func (a *app) attachmentCmd() *cobra.Command {
	var out string
	var force bool
	c := &cobra.Command{
		Use: "attachment CODE NUMBER -o FILE", Short: "Save a file of a case, as it was kept", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := strconv.Atoi(args[1])
			if err != nil {
				return usage{key: "usage.fileNumber", command: cmd.Name()}
			}
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.Drop()
			id, err := a.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			x, err := a.parts.Desk.Attachment(cmd.Context(), id, n)
			if err != nil {
				return err
			}
			if err := a.parts.Desk.AttachmentExported(cmd.Context(), id, n); err != nil {
				return err
			}
			return file.write(x.Data)
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "the file to write")
	c.Flags().BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}
