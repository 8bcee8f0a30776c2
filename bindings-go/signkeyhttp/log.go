package signkeyhttp

import (
	"log/slog"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// logRefusal is neither silent nor noisy: what anyone outside can cause does not fill the log.
func logRefusal(r *http.Request, refusal signkey.Refusal) {
	level := slog.LevelDebug
	if refusal.IsFault {
		level = slog.LevelWarn
	}
	slog.LogAttrs(r.Context(), level, "signkey: a request is refused",
		slog.String("reason", refusal.Log), slog.String("docs", refusal.Err.Docs()))
}

func logWarning(r *http.Request, warning signkey.Warning) {
	slog.LogAttrs(r.Context(), slog.LevelDebug, "signkey: "+warning.String(), slog.String("code", warning.Code()))
}

func logStoreError(r *http.Request, err error) {
	slog.LogAttrs(r.Context(), slog.LevelWarn, "signkey: the replay store has no answer", slog.Any("error", err))
}
