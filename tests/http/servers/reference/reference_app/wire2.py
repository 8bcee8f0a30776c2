"""HTTP/2 with prior knowledge: a thread a stream, over the package `h2`."""

import queue
import socket
import threading

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset
from h2.exceptions import ProtocolError

from .wire import BadRequest, ClientGone, Request

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
# How long an answer waits for the client to read.
PATIENCE = 10.0


class Body:
    """A body in frames; the client may send on as it is read."""

    def __init__(self, length: int | None, ended: bool, acknowledge):
        # A stream that ends with its head has no body.
        self.length = 0 if ended and length is None else length
        self.ended = ended
        self.touched = False
        self.dropped = False
        self.acknowledge = acknowledge
        self.frames = queue.SimpleQueue()

    def pieces(self):
        self.touched = True
        while not self.ended:
            frame = self.frames.get()
            if isinstance(frame, Exception):
                raise frame
            self.ended = frame is None
            if frame:
                self.acknowledge(frame.flow_controlled_length)
                yield frame.data


class Connection:
    def __init__(self, connection: socket.socket, route):
        self.socket = connection
        self.route = route
        self.h2 = H2Connection(H2Configuration(client_side=False, header_encoding=None))
        self.moved = threading.Condition()
        self.bodies: dict[int, Body] = {}
        self.gone = False

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def serve(self):
        """Read until the client leaves."""
        self.h2.initiate_connection()
        try:
            self.flush()
            while data := self.socket.recv(1 << 16):
                with self.moved:
                    for event in self.h2.receive_data(data):
                        self.take(event)
                    self.flush()
                    self.moved.notify_all()
        except ProtocolError:
            self.flush()
        except OSError:
            pass
        with self.moved:
            self.gone = True
            self.moved.notify_all()
        for body in self.bodies.values():
            body.frames.put(ClientGone())

    def take(self, event):
        if isinstance(event, RequestReceived):
            self.begin(event)
            return
        body = self.bodies.get(getattr(event, "stream_id", None))
        if body is None:
            return
        if isinstance(event, DataReceived) and body.dropped:
            self.acknowledge(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, DataReceived):
            body.frames.put(event)
        elif isinstance(event, StreamEnded):
            body.frames.put(None)
        elif isinstance(event, StreamReset):
            body.frames.put(ClientGone())

    def begin(self, event):
        number = event.stream_id
        fields = dict(event.headers)
        headers = [(name, value) for name, value in event.headers if not name.startswith(b":")]
        length = fields.get(b"content-length")
        declared = int(length) if length and length.isdigit() else None
        body = Body(declared, event.stream_ended is not None, lambda size: self.acknowledge(size, number))
        self.bodies[number] = body
        request = Request(fields[b":method"].decode(), fields[b":path"].decode("latin-1"), 2, headers, body)
        threading.Thread(target=self.answer, args=(number, request), daemon=True).start()

    def acknowledge(self, size, number):
        with self.moved:
            try:
                self.h2.acknowledge_received_data(size, number)
                self.flush()
            except (ProtocolError, OSError):
                raise ClientGone from None

    def answer(self, number, request):
        try:
            self.write(number, request, self.route(request))
        except (ClientGone, BadRequest, ProtocolError, OSError):
            return

    def write(self, number, request, response):
        empty = request.method == "HEAD" or response.status in (204, 304)
        headers = [(":status", str(response.status))]
        headers += [(name.lower(), value) for name, value in response.headers]
        with self.moved:
            self.h2.send_headers(number, headers, end_stream=empty)
            self.flush()
        if not empty:
            for piece in response.pieces:
                self.write_piece(number, bytes(piece))
            with self.moved:
                self.h2.end_stream(number)
                self.flush()
        with self.moved:
            if not request.body.ended and not self.gone:
                self.drop(number, request.body)

    def drop(self, number, body):
        """Nobody will read the rest; the connection's window must not shrink for it."""
        body.dropped = True
        while not body.frames.empty():
            frame = body.frames.get()
            if isinstance(frame, DataReceived):
                self.acknowledge(frame.flow_controlled_length, number)
        self.h2.reset_stream(number, ErrorCodes.NO_ERROR)
        self.flush()

    def write_piece(self, number, piece):
        while piece:
            with self.moved:
                if not self.moved.wait_for(
                    lambda: self.gone or self.h2.local_flow_control_window(number) > 0, PATIENCE
                ):
                    raise ClientGone
                if self.gone:
                    raise ClientGone
                room = min(self.h2.local_flow_control_window(number), self.h2.max_outbound_frame_size)
                self.h2.send_data(number, piece[:room])
                self.flush()
            piece = piece[room:]


def is_http2(connection: socket.socket) -> bool:
    """Whether the client begins with the preface; nothing is taken."""
    return connection.recv(len(PREFACE), socket.MSG_PEEK)[:4] == PREFACE[:4]
