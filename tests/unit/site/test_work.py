"""The work shared by several processes. Each test runs in a process of its own: pytest may have threads, and then nothing forks."""

import subprocess
import sys

from sampler.disclosure.public import write_public
from sampler.site.__main__ import PROJECT, build
from tests.unit.site.corpus import corpus
from tests.unit.site.test_build import digests

START = """
import os, sys
from functools import partial
from sampler.failure import SamplerError
from sampler.site.work import answers, beside, can_fork
"""


def run(script):
    done = subprocess.run(
        [sys.executable, "-c", START + script], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_number_of_processes_changes_no_byte(tmp_path):
    write_public(corpus(600), tmp_path / "public")
    build(tmp_path / "public", tmp_path / "alone", workers=1)
    command = [sys.executable, "-m", "sampler.site", str(tmp_path / "public"), str(tmp_path / "three")]
    subprocess.run([*command, "--workers", "3"], cwd=PROJECT, check=True)
    assert digests(tmp_path / "alone") == digests(tmp_path / "three")


def test_every_piece_is_answered_once_by_however_many_processes():
    script = "print(*sorted(answers([partial(pow, n, 2) for n in range(50)], {})))"
    squares = [str(n * n) for n in range(50)]
    assert run(script.format(3)) == run(script.format(1)) == squares


def test_a_piece_that_fails_tells_its_message_and_leaves_no_process_behind():
    script = """
def fail():
    raise SamplerError("坏行")
try:
    list(answers([fail] * 4, 2))
except SamplerError as error:
    print(error)
try:
    with beside(fail, fork=True) as running:
        running.wait()
except SamplerError as error:
    print(error)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("none")
"""
    assert run(script) == ["坏行", "坏行", "none"]


def test_a_piece_that_breaks_off_ends_the_work_and_never_hangs_it():
    script = """
def broken():
    os._exit(3)
try:
    list(answers([broken] * 4, 2))
except RuntimeError as error:
    print(error)
"""
    assert run(script) == ["a", "part", "of", "the", "build", "broke", "off"]


def test_however_often_a_piece_fails_the_work_comes_to_its_end():
    script = """
def fail():
    raise SamplerError("坏行")
for _ in range(60):
    try:
        list(answers([partial(int, "1"), fail, fail], 3))
    except SamplerError as error:
        told = str(error)
print(told)
"""
    assert run(script) == ["坏行"]


def test_what_runs_beside_is_stopped_when_the_block_fails():
    script = """
import time
try:
    with beside(partial(time.sleep, 60), fork=True) as running:
        print(running.ready())
        raise ValueError
except ValueError:
    print("stopped")
"""
    assert run(script) == ["False", "stopped"]


def test_without_a_fork_the_function_runs_when_it_is_waited_for():
    script = """
with beside(partial(print, "ran"), fork=False) as running:
    print(running.ready())
    running.wait()
    running.wait()
"""
    assert run(script) == ["True", "ran"]
