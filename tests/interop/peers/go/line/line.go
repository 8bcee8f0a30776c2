// Package line speaks the peers' side of the line protocol: see tests/interop/README.md.
package line

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Refused means that the peer itself said no.
var Refused = errors.New("refused")

// Unsupported means that the peer has no way to be asked this; it says which part of the question.
type Unsupported string

func (part Unsupported) Error() string { return "unsupported\t" + string(part) }

// Answerer answers a request with the fields that follow "ok".
type Answerer func(fields []string) ([]string, error)

// Serve answers the requests of in, a line each, until in ends.
func Serve(in io.Reader, out io.Writer, answerers map[string]Answerer) error {
	reader, writer := bufio.NewReader(in), bufio.NewWriter(out)
	for {
		text, err := reader.ReadString('\n')
		if err == io.EOF {
			return writer.Flush()
		}
		if err != nil {
			return err
		}
		fields := strings.Split(strings.TrimSuffix(text, "\n"), "\t")
		if _, err := fmt.Fprintln(writer, answer(fields[0], fields[1:], answerers)); err != nil {
			return err
		}
		if reader.Buffered() == 0 {
			if err := writer.Flush(); err != nil {
				return err
			}
		}
	}
}

func answer(name string, fields []string, answerers map[string]Answerer) string {
	answerer, known := answerers[name]
	if !known {
		return Unsupported("request").Error()
	}
	values, err := answerer(fields)
	if err != nil {
		return err.Error()
	}
	return strings.Join(append([]string{"ok"}, values...), "\t")
}

// Bytes reads a hexadecimal field; present is false for "-".
func Bytes(field string) (value []byte, present bool, err error) {
	if field == "-" {
		return nil, false, nil
	}
	value, err = hex.DecodeString(field)
	return value, true, err
}

// Text writes a field of text.
func Text(value string) string { return hex.EncodeToString([]byte(value)) }

// Seconds reads a time that fits a clock of nanoseconds in 64 bits.
func Seconds(field string) (int64, error) {
	seconds, err := strconv.ParseInt(field, 10, 64)
	if err != nil || seconds > 1<<33 {
		return 0, Unsupported("clock")
	}
	return seconds, nil
}
