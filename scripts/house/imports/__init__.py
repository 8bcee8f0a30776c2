"""Imports between the files of a package, and the circles among them."""

from ..files import Finding
from . import go, javascript, python, rust

READERS = [rust, javascript, go, python]


def check(root, sources):
    found = {}
    for reader in READERS:
        for graph in reader.packages(root, sources):
            # A folder can belong to two packages: that of the tests holds those of its folders.
            found.update((finding, None) for finding in circles(graph))
    return list(found)


def circles(graph):
    """One finding for each group of files that import each other. `graph` is {file: {file: line of the import}}."""
    for group in strongly_connected(graph):
        if len(group) == 1 and group[0] not in graph[group[0]]:
            continue
        path = shortest_circle(graph, set(group))
        line = graph[path[0]][path[1]]
        yield Finding(path[0], line, "circle", " -> ".join(path))


def strongly_connected(graph):
    """Tarjan's algorithm, without recursion."""
    index, low, stack, on_stack, groups = {}, {}, [], set(), []
    for root in sorted(graph):
        if root in index:
            continue
        work = [(root, iter(sorted(graph[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, edges = work[-1]
            for other in edges:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(sorted(graph.get(other, ())))))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    at = stack.index(node)
                    groups.append(sorted(stack[at:]))
                    on_stack.difference_update(stack[at:])
                    del stack[at:]
    return groups


def shortest_circle(graph, group):
    """The shortest way from a file of the group back to it."""
    best = None
    for start in sorted(group):
        ways = [[start]]
        seen = set()
        while ways:
            way = ways.pop(0)
            for other in sorted(graph.get(way[-1], ())):
                if other == start and (best is None or len(way) + 1 < len(best)):
                    best = [*way, start]
                if other in group and other not in seen and other != start:
                    seen.add(other)
                    ways.append([*way, other])
    return best
