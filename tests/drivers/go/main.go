// Command driver speaks driver protocol version 1 over the Go API: a request a line in, an answer a
// line out. tests/README.md describes both.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log"
	"os"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

func main() {
	input := bufio.NewReaderSize(os.Stdin, 1<<16)
	output := bufio.NewWriterSize(os.Stdout, 1<<16)
	if err := run(input, output); err != nil {
		log.Fatal(err)
	}
}

func run(input *bufio.Reader, output *bufio.Writer) error {
	for {
		line, err := input.ReadBytes('\n')
		if len(line) > 0 {
			// A failure shows when the answers are flushed.
			_, _ = output.WriteString(reply(bytes.TrimSuffix(line, []byte("\n"))))
		}
		if err == io.EOF {
			return output.Flush()
		}
		if err != nil {
			return err
		}
		if input.Buffered() == 0 {
			if err := output.Flush(); err != nil {
				return err
			}
		}
	}
}

// reply is the line that answers a line.
func reply(line []byte) string {
	fields, err := answer(strings.Split(string(line), "\t"))
	if err != nil {
		return "error\t" + code(err) + "\n"
	}
	return "ok\t" + strings.Join(fields, "\t") + "\n"
}

// errUnsupported is a request that the protocol does not have.
var errUnsupported = errors.New("unsupported")

func code(err error) string {
	var known *signkey.Error
	if errors.As(err, &known) {
		return known.Code()
	}
	return err.Error()
}
