"""Computes statements: a folder of tables in, one line of money per party and period out."""
