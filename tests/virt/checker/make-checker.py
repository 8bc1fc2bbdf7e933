#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the assembly of the thread checker: one entry point for every public function of libvirt
that may talk to a host. Usage: make-checker.py ARCHITECTURE LIBVIRT.SO OUTPUT.S"""

import re
import subprocess
import sys

# What neither asks a host nor frees a connection.
HARMLESS = re.compile(r"""
    virEvent(?:Register|RunDefault|Add|Update|Remove)\w* | virInitialize | virGetVersion
  | virSetErrorFunc | virConnSetErrorFunc | virDefaultErrorFunc
  | vir(?:Get|Reset|Save|Set|Copy)Last\w*Error\w* | virGetLastError\w* | virResetError | virFreeError
  | virConn(?:Get|Reset|Copy)Last\w* | vir\w+Ref
  | vir\w+Get(?:Name|UUID|UUIDString|ID|Connect|Key|MACString)
  | virDomainStatsRecordListFree | virTypedParams?\w* | virDomainInterfaceFree
  | virStreamEvent\w+Callback | virNetworkDHCPLeaseFree | virDomainIOThreadInfoFree
""", re.VERBOSE)

X86_64 = """\
    .text
lodge_checker_enter:
    pushq %rdi
    pushq %rsi
    pushq %rdx
    pushq %rcx
    pushq %r8
    pushq %r9
    subq $8, %rsp
    movl %r11d, %edi
    call lodge_checker_look_up@PLT
    movq %rax, %r11
    addq $8, %rsp
    popq %r9
    popq %r8
    popq %rcx
    popq %rdx
    popq %rsi
    popq %rdi
    jmp *%r11
"""
X86_64_ENTRY = """\
    .globl {name}
    .type {name}, @function
{name}:
    movl ${index}, %r11d
    jmp lodge_checker_enter
    .size {name}, . - {name}
"""

AARCH64 = """\
    .text
lodge_checker_enter:
    stp x29, x30, [sp, #-80]!
    stp x0, x1, [sp, #16]
    stp x2, x3, [sp, #32]
    stp x4, x5, [sp, #48]
    stp x6, x7, [sp, #64]
    mov w0, w16
    bl lodge_checker_look_up
    mov x16, x0
    ldp x6, x7, [sp, #64]
    ldp x4, x5, [sp, #48]
    ldp x2, x3, [sp, #32]
    ldp x0, x1, [sp, #16]
    ldp x29, x30, [sp], #80
    br x16
"""
AARCH64_ENTRY = """\
    .globl {name}
    .type {name}, %function
{name}:
    mov w16, #{index}
    b lodge_checker_enter
    .size {name}, . - {name}
"""

NAMES = """\
    .section .rodata
    .globl lodge_checker_names
    .hidden lodge_checker_names
lodge_checker_names:
"""


def functions(library):
    """Public functions carry a version; LIBVIRT_PRIVATE is for libvirt's own programs."""
    output = subprocess.run(["nm", "-D", "--defined-only", library], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    names = re.findall(r" T (vir\w+)@@LIBVIRT_\d", output)
    return sorted(name for name in set(names) if not HARMLESS.fullmatch(name))


def main(architecture, library, target):
    head, entry = {"x86_64": (X86_64, X86_64_ENTRY), "aarch64": (AARCH64, AARCH64_ENTRY)}[architecture]
    names = functions(library)
    if len(names) < 300:
        sys.exit(f"{library}: only {len(names)} functions found")
    with open(target, "w", encoding="utf-8") as file:
        file.write(head)
        for index, name in enumerate(names):
            file.write(entry.format(name=name, index=index))
        file.write(NAMES)
        for name in names:
            file.write(f'    .asciz "{name}"\n')
        file.write('    .asciz ""\n    .section .note.GNU-stack, "", %progbits\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
