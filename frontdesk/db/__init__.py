"""Tables: connection, fields, migrations, audit. Knows no rule of the practice."""
