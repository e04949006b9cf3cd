#!/usr/bin/env python3
"""Write files into a C source as one constant table: embed.py OUT.c SYMBOL FILE...

The table is `const struct embedded SYMBOL[]` of base/embed.h, in the order given, ended by a NULL name.
"""
import pathlib
import sys


def literal(data: bytes) -> str:
    return ",".join(str(b) for b in data) + ",0" if data else "0"


def main() -> None:
    out, symbol, *files = sys.argv[1:]
    lines = ['/* Made by script/embed.py; do not edit. */', '#include "base/embed.h"', ""]
    for i, name in enumerate(files):
        data = pathlib.Path(name).read_bytes()
        lines.append(f"static const unsigned char file_{i}[] = {{{literal(data)}}};")
    lines.append(f"extern const struct embedded {symbol}[];")
    lines.append(f"const struct embedded {symbol}[] = {{")
    for i, name in enumerate(files):
        lines.append(f'    {{"{pathlib.Path(name).name}", (const char *)file_{i}, sizeof file_{i} - 1}},')
    lines.append("    {0, 0, 0}};")
    pathlib.Path(out).write_text("\n".join(lines) + "\n")


main()
