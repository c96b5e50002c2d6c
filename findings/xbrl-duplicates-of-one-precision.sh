#!/usr/bin/env bash
# XBRL's Calculations 1.1 stops where two facts of one item, day and unit exclude each other. One would expect 12 and 14
# million, both stated to the nearest million, to be such a pair before any other. Seen with Arelle 2.47.3 on 2026-12-01:
#
#   12 million to the million, 14 million to the hundred thousand:  oime:disallowedDuplicateFacts
#   12 million and 14 million, both to the million:                 nothing, when rounding and when cutting off
#
# ValidateXbrlCalcs.consistentFactValueInterval notes that two values of one precision differ, leaves the second out of the
# intersection, and then sets the note anew from the intersection's ends alone. So who compares figures "as XBRL does", with
# Arelle as the reference, has the pairs of one precision to compare by value.
#
# It installs the package in a temporary folder, works offline after that, and ends with 1 if this has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check arelle-release==2.47.3
cd "$folder"
cat > costs.xsd <<'XML'
<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
        xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
        targetNamespace="http://example.org/costs" elementFormDefault="qualified">
  <annotation><appinfo>
    <link:linkbaseRef xlink:type="simple" xlink:href="costs-sums.xml"
                      xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"
                      xlink:role="http://www.xbrl.org/2003/role/calculationLinkbaseRef"/>
  </appinfo></annotation>
  <import namespace="http://www.xbrl.org/2003/instance"
          schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
  <element name="bridge" id="bridge" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
           xbrli:periodType="instant" nillable="true"/>
  <element name="deck" id="deck" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
           xbrli:periodType="instant" nillable="true"/>
</schema>
XML
cat > costs-sums.xml <<'XML'
<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">
  <link:calculationLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">
    <link:loc xlink:type="locator" xlink:href="costs.xsd#bridge" xlink:label="whole"/>
    <link:loc xlink:type="locator" xlink:href="costs.xsd#deck" xlink:label="part"/>
    <link:calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item"
                         xlink:from="whole" xlink:to="part" weight="1" order="1"/>
  </link:calculationLink>
</link:linkbase>
XML
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from pathlib import Path

from arelle.api.Session import Session
from arelle.RuntimeOptions import RuntimeOptions

REPORT = """<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
  xmlns:c="http://example.org/costs">
  <link:schemaRef xlink:type="simple" xlink:href="costs.xsd"/>
  <xbrli:context id="day"><xbrli:entity><xbrli:identifier scheme="http://example.org">ferry</xbrli:identifier>
    </xbrli:entity><xbrli:period><xbrli:instant>2025-12-31</xbrli:instant></xbrli:period></xbrli:context>
  <xbrli:unit id="dong"><xbrli:measure>iso4217:VND</xbrli:measure></xbrli:unit>
  <c:bridge contextRef="day" unitRef="dong" decimals="-6">12000000</c:bridge>
  <c:bridge contextRef="day" unitRef="dong" decimals="{decimals}">14000000</c:bridge>
  <c:deck contextRef="day" unitRef="dong" decimals="-6">12000000</c:deck>
</xbrli:xbrl>"""
seen = {}
for decimals in (-5, -6):
    report = Path(f"costs{decimals}.xbrl")
    report.write_text(REPORT.format(decimals=decimals), encoding="utf-8")
    for mode in ("c11r", "c11t"):
        with Session() as session:
            session.run(
                RuntimeOptions(
                    entrypointFile=str(report.resolve()), internetConnectivity="offline", validate=True, calcs=mode,
                    keepOpen=True, disablePersistentConfig=True, logFile="logToBuffer",
                )
            )
            (model,) = session.get_models()
            if len(model.facts) != 3:
                sys.exit("the report was not read")
            seen[decimals, mode] = list(model.errors)
            print(f"12 million to 10^6 and 14 million to 10^{-decimals}, {mode}: {model.errors or 'nothing'}")
if seen != {
    (-5, "c11r"): ["oime:disallowedDuplicateFacts"],
    (-5, "c11t"): ["calc11e:disallowedDuplicateFactsUsingTruncation"],
    (-6, "c11r"): [],
    (-6, "c11t"): [],
}:
    sys.exit("this has changed")
PYTHON
