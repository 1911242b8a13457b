"""Running an installation: health, mail, migrations, diagnosis, generated documents."""
