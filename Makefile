# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# `make` alone lists the targets. Each installs what it needs first, and leaves nothing running.

SHELL := /usr/bin/env bash
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Plain checkout: the tools find the collection through .collections and the settings in ansible.cfg.
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg
PURE := $(wildcard $(addprefix plugins/module_utils/_*/,model.py spec.py parse.py render.py plan.py ready.py))

.DEFAULT_GOAL := help
.PHONY: help ready ready-test ready-lab ready-zfs demo test lint unit sim-test sanity docs artifact upgrade-test screenshot lab-test zfs-test zfs-record
.PHONY: molecule faults soak bench

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

ready:
	@tools/require demo
	@tools/venv

ready-test: ready
	@tools/require test

ready-lab: ready
	@lab/lab doctor --install

ready-zfs: ready-lab
	@tools/require zfs

demo: ready-lab ## from nothing to a running cluster: lab, site.yml twice, a switchover under I/O, a summary
	@python tools/demo.py

test: ready-test ready-lab ## everything CI runs, cheap parts first, with a table of times at the end
	@tools/steps lint unit sim-test sanity docs artifact upgrade-test lab-test soak molecule

lint: ready-test ## formatting, types, YAML, playbooks and roles, documentation, changelog, licences
	@tools/lint $(PURE)

unit: ready-test ## unit tests and gates; K=expression selects
	@tools/unpack
	@echo "Unit tests$(if $(K), matching '$(K)')"
	@pytest -q -n auto --dist worksteal tests/unit $(if $(K),-k '$(K)')

sanity: ready-test ## ansible-test sanity in a copy outside the checkout
	@tools/sanity

docs: ready-test ## the documentation site, without a warning, in .cache/docs/html; LINKS=1 asks linked servers too
	@echo "Documentation site"
	@LINKS=$(LINKS) tools/docs

artifact: ready-test ## builds the tarball, has Galaxy's importer judge it, installs it and the git checkout, uses both
	@tools/check-artifact

upgrade-test: ready-test ## from the previous tag to the last commit; FROM=tag-or-commit chooses
	@tools/check-upgrade $(FROM)

screenshot: ready-test ## the picture of the status page in the README, made anew
	@python tools/screenshot.py

sim-test: ready-test ## roles and playbooks on simulated hosts; K=expression selects
	@echo "Playbooks on simulated hosts"
	@pytest -q -n auto --dist loadfile tests/simulators/plays $(if $(K),-k '$(K)')

lab-test: ready-lab ## end-to-end tests on lab nodes
	@echo "Tests on lab nodes"
	@pytest -q tests/lab

zfs-test: ready-zfs ## replications with real ZFS in emulated machines (half an hour, the first time one more); K=expression selects
	@echo "Tests with real ZFS$(if $(K), matching '$(K)')"
	@pytest -q tests/zfs $(if $(K),-k '$(K)')

zfs-record: ready-zfs ## writes down what the real zfs says, for the simulated one to be compared with
	@python tests/zfs/record.py

molecule: ready-test ready-lab ## molecule scenarios, container and default (lab nodes); S=name selects, LONG=1: patching, replacement and LUNs too
	@for scenario in $(or $(S),container default); do \
	  echo "Molecule scenario $$scenario"; \
	  molecule test --scenario-name $$scenario || exit 1; \
	done

faults: ready-lab ## the failure list, on a site in a lab of its own; ONLY=expression selects
	@echo "Faults$(if $(ONLY), matching '$(ONLY)')"
	@pytest -q tests/faults $(if $(ONLY),-k '$(ONLY)')

# By default a shutdown and a power loss of the active node, and the loss of the arbiter.
soak: ready-lab ## N random faults (3) under writes, in a lab of its own; SEED=number (7634) repeats a run
	@echo "Soak: $(or $(N),3) faults, seed $(or $(SEED),7634)"
	@SOAK=$(or $(N),3) SOAK_SEED=$(or $(SEED),7634) pytest -q tests/faults/test_soak.py

bench: ready-zfs ## the side-by-side figures; ONLY=name runs one
	@bench/run $(ONLY)
