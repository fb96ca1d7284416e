<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Actions</name>
        <message numerus="yes">
            <source>Copied %n videos. Paste them anywhere.</source>
            <translation>
                <numerusform>Copied %n video. Paste it anywhere.</numerusform>
                <numerusform>Copied %n videos. Paste them anywhere.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Alerts</name>
        <message numerus="yes">
            <source>%n videos are ready</source>
            <translation>
                <numerusform>%n video is ready</numerusform>
                <numerusform>%n videos are ready</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos weren't made</source>
            <translation>
                <numerusform>%n video wasn't made</numerusform>
                <numerusform>%n videos weren't made</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos failed.</source>
            <translation>
                <numerusform>%n video failed.</numerusform>
                <numerusform>%n videos failed.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Closing</name>
        <message numerus="yes">
            <source>%n videos are being made at Alibaba and continue after you close Wan Desk.</source>
            <translation>
                <numerusform>%n video is being made at Alibaba and continues after you close Wan Desk.</numerusform>
                <numerusform>%n videos are being made at Alibaba and continue after you close Wan Desk.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos are being made at Alibaba and continue after you close Wan Desk; open it again before {moment} to download them.</source>
            <translation>
                <numerusform>%n video is being made at Alibaba and continues after you close Wan Desk; open it again before {moment} to download it.</numerusform>
                <numerusform>%n videos are being made at Alibaba and continue after you close Wan Desk; open it again before {moment} to download them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more may be in the works there; Wan Desk looks for them when you open it again.</source>
            <translation>
                <numerusform>%n more may be in the works there; Wan Desk looks for it when you open it again.</numerusform>
                <numerusform>%n more may be in the works there; Wan Desk looks for them when you open it again.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more are waiting to be sent and continue when you open it again.</source>
            <translation>
                <numerusform>%n more is waiting to be sent and continues when you open it again.</numerusform>
                <numerusform>%n more are waiting to be sent and continue when you open it again.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n orders are waiting to be sent and continue when you open Wan Desk again.</source>
            <translation>
                <numerusform>%n order is waiting to be sent and continues when you open Wan Desk again.</numerusform>
                <numerusform>%n orders are waiting to be sent and continue when you open Wan Desk again.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n practice videos pause until you open it again.</source>
            <translation>
                <numerusform>%n practice video pauses until you open it again.</numerusform>
                <numerusform>%n practice videos pause until you open it again.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n practice videos are being made on this computer and pause until you open Wan Desk again.</source>
            <translation>
                <numerusform>%n practice video is being made on this computer and pauses until you open Wan Desk again.</numerusform>
                <numerusform>%n practice videos are being made on this computer and pause until you open Wan Desk again.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos may be in the works at Alibaba; open Wan Desk again before {moment} to find them.</source>
            <translation>
                <numerusform>%n video may be in the works at Alibaba; open Wan Desk again before {moment} to find it.</numerusform>
                <numerusform>%n videos may be in the works at Alibaba; open Wan Desk again before {moment} to find them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n orders are waiting to be sent, paused until you resume them.</source>
            <translation>
                <numerusform>%n order is waiting to be sent, paused until you resume it.</numerusform>
                <numerusform>%n orders are waiting to be sent, paused until you resume them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n exports are not finished and will be cancelled.</source>
            <translation>
                <numerusform>%n export is not finished and will be cancelled.</numerusform>
                <numerusform>%n exports are not finished and will be cancelled.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Composer</name>
        <message numerus="yes">
            <source>Make %n videos: {price} ({key})</source>
            <translation>
                <numerusform>Make %n video: {price} ({key})</numerusform>
                <numerusform>Make %n videos: {price} ({key})</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Make a video of each of %n pictures</source>
            <translation>
                <numerusform>Make a video of %n picture</numerusform>
                <numerusform>Make a video of each of %n pictures</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message numerus="yes">
            <source>Export %n videos as one</source>
            <translation>
                <numerusform>Export %n video</numerusform>
                <numerusform>Export %n videos as one</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>%n more</numerusform>
                <numerusform>%n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>JobFilters</name>
        <message numerus="yes">
            <source>%n found</source>
            <translation>
                <numerusform>%n found</numerusform>
                <numerusform>%n found</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>JobTable</name>
        <message numerus="yes">
            <source>%n jobs were saved in {name}.</source>
            <translation>
                <numerusform>%n job was saved in {name}.</numerusform>
                <numerusform>%n jobs were saved in {name}.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Jobs</name>
        <message numerus="yes">
            <source>%n ahead</source>
            <translation>
                <numerusform>%n ahead</numerusform>
                <numerusform>%n ahead</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n being made</source>
            <translation>
                <numerusform>%n being made</numerusform>
                <numerusform>%n being made</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be sent</source>
            <translation>
                <numerusform>%n waiting to be sent</numerusform>
                <numerusform>%n waiting to be sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new videos</source>
            <translation>
                <numerusform>%n new video</numerusform>
                <numerusform>%n new videos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos</source>
            <translation>
                <numerusform>%n video</numerusform>
                <numerusform>%n videos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Ledger</name>
        <message numerus="yes">
            <source>%n of unknown price</source>
            <translation>
                <numerusform>%n of unknown price</numerusform>
                <numerusform>%n of unknown price</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Locating</name>
        <message numerus="yes">
            <source>%n videos were found and play again.</source>
            <translation>
                <numerusform>%n video was found and plays again.</numerusform>
                <numerusform>%n videos were found and play again.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Marks</name>
        <message numerus="yes">
            <source>Label %n videos</source>
            <translation>
                <numerusform>Label %n video</numerusform>
                <numerusform>Label %n videos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Note for %n videos</source>
            <translation>
                <numerusform>Note for %n video</numerusform>
                <numerusform>Note for %n videos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Starred %n videos.</source>
            <translation>
                <numerusform>Starred %n video.</numerusform>
                <numerusform>Starred %n videos.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Took the star off %n videos.</source>
            <translation>
                <numerusform>Took the star off %n video.</numerusform>
                <numerusform>Took the star off %n videos.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Took the label off %n videos.</source>
            <translation>
                <numerusform>Took the label off %n video.</numerusform>
                <numerusform>Took the label off %n videos.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Labelled %n videos.</source>
            <translation>
                <numerusform>Labelled %n video.</numerusform>
                <numerusform>Labelled %n videos.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Saved the note of %n videos.</source>
            <translation>
                <numerusform>Saved the note of %n video.</numerusform>
                <numerusform>Saved the note of %n videos.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Renamed %n videos.</source>
            <translation>
                <numerusform>Renamed %n video.</numerusform>
                <numerusform>Renamed %n videos.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MaybeSent</name>
        <message numerus="yes">
            <source>%n videos at Alibaba could be this one. They were made after you queued this order, and your list may be an older copy.</source>
            <translation>
                <numerusform>%n video at Alibaba could be this one. It was made after you queued this order, and your list may be an older copy.</numerusform>
                <numerusform>%n videos at Alibaba could be this one. They were made after you queued this order, and your list may be an older copy.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Missing</name>
        <message numerus="yes">
            <source>Add %n videos (free)</source>
            <translation>
                <numerusform>Add %n video (free)</numerusform>
                <numerusform>Add %n videos (free)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Show %n more</source>
            <translation>
                <numerusform>Show %n more</numerusform>
                <numerusform>Show %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos found</source>
            <translation>
                <numerusform>%n video found</numerusform>
                <numerusform>%n videos found</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos from the last 24 hours at Alibaba aren't in your list.</source>
            <translation>
                <numerusform>%n video from the last 24 hours at Alibaba isn't in your list.</numerusform>
                <numerusform>%n videos from the last 24 hours at Alibaba aren't in your list.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>News</name>
        <message numerus="yes">
            <source>%n requests sent.</source>
            <translation>
                <numerusform>%n request sent.</numerusform>
                <numerusform>%n requests sent.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos ready.</source>
            <translation>
                <numerusform>%n video ready.</numerusform>
                <numerusform>%n videos ready.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos failed.</source>
            <translation>
                <numerusform>%n video failed.</numerusform>
                <numerusform>%n videos failed.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OrderTable</name>
        <message numerus="yes">
            <source>%n lines</source>
            <translation>
                <numerusform>%n line</numerusform>
                <numerusform>%n lines</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos</source>
            <translation>
                <numerusform>%n video</numerusform>
                <numerusform>%n videos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n lines need a correction.</source>
            <translation>
                <numerusform>%n line needs a correction.</numerusform>
                <numerusform>%n lines need a correction.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate %n: {cost}</source>
            <translation>
                <numerusform>Generate %n: {cost}</numerusform>
                <numerusform>Generate %n: {cost}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate the other %n: {cost}</source>
            <translation>
                <numerusform>Generate the other %n: {cost}</numerusform>
                <numerusform>Generate the other %n: {cost}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate %n videos from this file?</source>
            <translation>
                <numerusform>Generate %n video from this file?</numerusform>
                <numerusform>Generate %n videos from this file?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Order all %n videos of this file once more?</source>
            <translation>
                <numerusform>Order the %n video of this file once more?</numerusform>
                <numerusform>Order all %n videos of this file once more?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos are ordered. They are in the list.</source>
            <translation>
                <numerusform>%n video is ordered. It is in the list.</numerusform>
                <numerusform>%n videos are ordered. They are in the list.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Removing</name>
        <message numerus="yes">
            <source>Removed %n videos. They go to the trash.</source>
            <translation>
                <numerusform>Removed %n video. It goes to the trash.</numerusform>
                <numerusform>Removed %n videos. They go to the trash.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Removed %n rows.</source>
            <translation>
                <numerusform>Removed %n row.</numerusform>
                <numerusform>Removed %n rows.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Removed %n rows. Their videos go to the trash.</source>
            <translation>
                <numerusform>Removed %n rows. Their videos go to the trash.</numerusform>
                <numerusform>Removed %n rows. Their videos go to the trash.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows are under way and stay.</source>
            <translation>
                <numerusform>%n row is under way and stays.</numerusform>
                <numerusform>%n rows are under way and stay.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The trash doesn't take %n videos.</source>
            <translation>
                <numerusform>The trash doesn't take %n video.</numerusform>
                <numerusform>The trash doesn't take %n videos.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Remove %n videos that are not saved yet?</source>
            <translation>
                <numerusform>Remove %n video that is not saved yet?</numerusform>
                <numerusform>Remove %n videos that are not saved yet?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>You paid for %n videos that are not on this computer. Alibaba keeps them until {moment}. Then they are gone.</source>
            <translation>
                <numerusform>You paid for %n video that is not on this computer. Alibaba keeps it until {moment}. Then it is gone.</numerusform>
                <numerusform>You paid for %n videos that are not on this computer. Alibaba keeps them until {moment}. Then they are gone.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Several</name>
        <message numerus="yes">
            <source>Generate %n videos?</source>
            <translation>
                <numerusform>Generate %n video?</numerusform>
                <numerusform>Generate %n videos?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>One video of each of %n pictures.</source>
            <translation>
                <numerusform>One video of %n picture.</numerusform>
                <numerusform>One video of each of %n pictures.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… and %n more</numerusform>
                <numerusform>… and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n pictures</source>
            <translation>
                <numerusform>%n picture</numerusform>
                <numerusform>%n pictures</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n other files were left out.</source>
            <translation>
                <numerusform>%n other file was left out.</numerusform>
                <numerusform>%n other files were left out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Too many at once: the last %n were left out.</source>
            <translation>
                <numerusform>Too many at once: the last %n was left out.</numerusform>
                <numerusform>Too many at once: the last %n were left out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more pictures are in folders inside it. To use them, drop those folders.</source>
            <translation>
                <numerusform>%n more picture is in folders inside it. To use them, drop those folders.</numerusform>
                <numerusform>%n more pictures are in folders inside it. To use them, drop those folders.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate the other %n</source>
            <translation>
                <numerusform>Generate the other %n</numerusform>
                <numerusform>Generate the other %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate %n</source>
            <translation>
                <numerusform>Generate %n</numerusform>
                <numerusform>Generate %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate %n: {cost}</source>
            <translation>
                <numerusform>Generate %n: {cost}</numerusform>
                <numerusform>Generate %n: {cost}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate %n failed &amp;jobs again</source>
            <translation>
                <numerusform>Generate %n failed &amp;job again</numerusform>
                <numerusform>Generate %n failed &amp;jobs again</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate %n failed videos again?</source>
            <translation>
                <numerusform>Generate %n failed video again?</numerusform>
                <numerusform>Generate %n failed videos again?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Space</name>
        <message numerus="yes">
            <source>{size} in %n videos</source>
            <translation>
                <numerusform>{size} in %n video</numerusform>
                <numerusform>{size} in %n videos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Uncertainty</name>
        <message numerus="yes">
            <source>%n videos could be this one. Choose yours.</source>
            <translation>
                <numerusform>%n video could be this one. Is it yours?</numerusform>
                <numerusform>%n videos could be this one. Choose yours.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of your videos at Alibaba could be this one, and only you can tell.</source>
            <translation>
                <numerusform>%n of your videos at Alibaba could be this one, and only you can tell.</numerusform>
                <numerusform>%n of your videos at Alibaba could be this one, and only you can tell.</numerusform>
            </translation>
        </message>
    </context>
</TS>
