package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// Problem is something that is wrong, or looks so, with the settings of an app. It names the
// setting and holds no part of its value, so it is safe to log.
type Problem struct {
	// Code is the snake_case name that all languages share, such as "quoted_value". That of a key is
	// the code of its error.
	Code string
	// Severity is how much it matters.
	Severity Severity
	// Setting is the name of the option or of the variable to look at.
	Setting string
	// Message is a sentence in English that names the setting, without a final stop.
	Message string
}

// String is the message.
func (p Problem) String() string {
	return p.Message
}

// Severity is how much a [Problem] matters.
type Severity string

const (
	// SeverityError says that something will be refused.
	SeverityError Severity = "error"
	// SeverityWarning says that everything works, but perhaps not as it was meant.
	SeverityWarning Severity = "warning"
)

func newProblems(found []ffi.Problem) []Problem {
	problems := make([]Problem, len(found))
	for i, problem := range found {
		severity := SeverityWarning
		if problem.IsError {
			severity = SeverityError
		}
		problems[i] = Problem{
			Code: problem.Code, Severity: severity, Setting: problem.Setting, Message: problem.Message,
		}
	}
	return problems
}
