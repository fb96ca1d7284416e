<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Jobs</name>
        <message numerus="yes">
            <source>%n being made</source>
            <translation>
                <numerusform>%n being made</numerusform>
                <numerusform>%n being made</numerusform>
            </translation>
        </message>
    </context>
</TS>
