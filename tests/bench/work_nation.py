"""The draw of a nation: the standard library, DuckDB and Spark SQL write the same bytes from the same published frame."""

import hashlib
import os

from tests.bench import nation_sql

SEED = hashlib.sha256(b"seed").hexdigest()
HEADER = "stratum,place,kind,leaf\n"


def prepare(folder, size):
    digests = bytearray()
    for number in range(size):
        digests += hashlib.sha256(b"%d" % number).digest()
    order = sorted(digests[at * 32 : at * 32 + 32] for at in range(size))
    with (folder / "frame.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("leaf,stratum,burden\n")
        file.writelines(f"{leaf.hex()},s{leaf[0] % 4},{leaf[1] % 4}\n" for leaf in order)


def told(content, **more):
    return {"digest": hashlib.sha256(content).hexdigest()[:12], "lines": content.count(b"\n") - 1, **more}


def ours(order):
    def start(folder, size):
        from sampler.draw import frame, selection

        def work():
            public = frame.read_frame((folder / "frame.csv").read_bytes())
            places = []
            for name, rows in public.strata.items():
                quota = len(rows.leaves) // 10
                places += selection.order_stratum(name, rows, quota, order, SEED, limit=2 * quota)
            return told(selection.places_table(places))

        return work

    return start


def strata(counts):
    """Return the rows of the view ``strata``."""
    return [(name, count // 10, count // 10 * 2) for name, count in sorted(counts)]


class Duck:
    """The few things asked of an engine, by DuckDB."""

    def __init__(self, folder):
        import duckdb

        self.link = duckdb.connect()
        self.link.execute("CREATE MACRO sha2(x, bits) AS sha256(x)")
        self.path = str(folder / "frame.csv")

    def open(self):
        columns = "{'leaf': 'VARCHAR', 'stratum': 'VARCHAR', 'burden': 'INTEGER'}"
        self.link.execute(
            f"CREATE VIEW frame AS SELECT * FROM read_csv('{self.path}', header = true, columns = {columns})"
        )
        counts = self.rows("SELECT stratum, count(*) FROM frame GROUP BY stratum")
        self.link.execute("CREATE TABLE strata (name VARCHAR, quota BIGINT, last BIGINT)")
        self.link.executemany("INSERT INTO strata VALUES (?, ?, ?)", strata(counts))
        self.link.execute(f"CREATE VIEW seed AS SELECT '{SEED}' AS seed")

    def keep(self, name, query):
        self.link.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def rename(self, old, new):
        self.link.execute(f"DROP TABLE {new}")
        self.link.execute(f"ALTER TABLE {old} RENAME TO {new}")

    def rows(self, query):
        return self.link.execute(query).fetchall()

    def lines(self, query):
        return [line for (line,) in self.rows(query)]

    def close(self):
        self.link.close()


class Spark:
    """The same by Spark SQL, in local mode on all cores."""

    def __init__(self, folder):
        from pyspark.sql import SparkSession

        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.memory": "6g",
            "spark.driver.maxResultSize": "2g",
            "spark.sql.shuffle.partitions": "8",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.showConsoleProgress": "false",
        }
        builder = SparkSession.builder.master("local[*]").appName("draw")
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.link = builder.getOrCreate()
        self.link.sparkContext.setLogLevel("ERROR")
        self.path = str(folder / "frame.csv")
        self.count = 0

    def open(self):
        frame = self.link.read.csv(self.path, header=True, schema="leaf STRING, stratum STRING, burden INT")
        frame.createOrReplaceTempView("frame")
        counts = [
            tuple(row)
            for row in self.link.sql("SELECT stratum, count(*) FROM frame GROUP BY stratum").collect()
        ]
        made = self.link.createDataFrame(strata(counts), "name STRING, quota BIGINT, last BIGINT")
        made.createOrReplaceTempView("strata")
        self.link.createDataFrame([(SEED,)], "seed STRING").createOrReplaceTempView("seed")

    def keep(self, name, query):
        self.link.sql(query).localCheckpoint().createOrReplaceTempView(name)

    def rename(self, old, new):
        self.link.table(old).createOrReplaceTempView(new)

    def rows(self, query):
        return [tuple(row) for row in self.link.sql(query).collect()]

    def lines(self, query):
        return [row.line for row in self.link.sql(query).toLocalIterator()]

    def close(self):
        """Stop, and wait for the Java process, so that its cost is on the bill."""
        gateway = self.link.sparkContext._gateway
        self.link.stop()
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()


def by(kind, order):
    def start(folder, size):
        engine = kind(folder)

        def work():
            engine.open()
            rounds = 0
            if order == "uniform":
                lines = engine.lines(nation_sql.UNIFORM)
            else:
                rounds = settled(engine)
                lines = engine.lines(nation_sql.LINES)
            content = (HEADER + "\n".join(lines) + "\n").encode()
            engine.close()
            return told(content, repeats=rounds)

        return work

    return start


def settled(engine):
    """Repeat the step until the guess is its own answer; return how often."""
    engine.keep("queues", nation_sql.QUEUES)
    for rounds in range(1, 200):
        engine.keep("step", nation_sql.STEP)
        if engine.rows(nation_sql.CHANGED) == [(0,)]:
            return rounds
        engine.keep("queues", "SELECT stratum, leaf, quota, last, regular, reserve, by_reserve FROM step")
    raise AssertionError("two hundred steps and no end")


WORK = {
    "ours": ours("burden"),
    "duckdb": by(Duck, "burden"),
    "spark": by(Spark, "burden"),
    "ours_uniform": ours("uniform"),
    "duckdb_uniform": by(Duck, "uniform"),
    "spark_uniform": by(Spark, "uniform"),
}
