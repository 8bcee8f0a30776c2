"""An app on the published Python SDK and nothing else. It prints its port when it listens."""

import logging

import flask
import inngest
import inngest.flask
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
client = inngest.Inngest(app_id="rotated", is_production=True, logger=logging.getLogger("inngest"))


@client.create_function(fn_id="double", trigger=inngest.TriggerEvent(event="rotated/double"))
def double(ctx: inngest.ContextSync) -> int:
    return 2 * int(ctx.event.data["number"])


app = flask.Flask(__name__)
inngest.flask.serve(app, client, [double])
server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
