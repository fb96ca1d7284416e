<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Amounts</name>
        <message>
            <source>{amount} {unit}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{width} x {height}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Composer</name>
        <message>
            <source>Sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Automatic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Automatic sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model makes a sound that fits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>My audio</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Movement and lips follow your sound.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Silent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A film without sound.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Audio file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Play sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop a sound here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>or click: WAV or MP3</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Empty. Drop a WAV or MP3 here, or click.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading the sound…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Longer than the video: the end is cut.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shorter than the video: silence follows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As long as the video.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Region</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Changed with the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resolution</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Duration</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Generate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Changed to fit: {changes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no sound, this model is silent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sounds ({suffixes})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures ({suffixes})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All files (*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Details: {model}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your order is being put into the list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make the video: {price} (Ctrl+Return)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>First frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replace picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop a picture here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>or click, or paste</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Empty. Drop a picture here, click, or paste.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading the picture…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>turned upright</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>white behind transparent parts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>made smaller to fit {pixels} px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>made lighter to fit {size}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>converted to an ordinary picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Will be sent {changes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>, </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The video will be about {size}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} / {most}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Estimated price: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>about {price} in {region}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Price not known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the list has none for this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The price list of {date} gives no price for this choice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>about {price}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{seconds} s at {resolution}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{seconds} s x {each} = {whole}, billed only for a finished video.
Prices as of {date}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Prompt</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What moves, and how? What does the camera do? What is heard? It may stay empty.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Characters: {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Too long: the cloud cuts off what stands behind character {most}.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Jobs</name>
        <message>
            <source>Loading…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting here · {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Getting your picture ready</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Uploading {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Uploading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending your order</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba may or may not have got this order. It is not sent again by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting in line · {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Downloading {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fetching your video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{time}, longer than usual</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{time}, usually 1 to 5 minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{time}, usually {usual}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Longer than usual, still being made · {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Being made · {time}, usually 1 to 5 minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Being made · {time}, usually {usual}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits for the network, goes on by itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: needs your key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits for free space on the disk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits for Practice to start again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: the videos folder cannot be written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: this network blocks the video's address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What was fetched does not open, it is fetched again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The video is ready, waits for its address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Canceled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba no longer has this video.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This video could not be made.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You were not charged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wan Desk looks for it among your orders at Alibaba. Looking is free, and nothing is ordered twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your picture and your words are kept with this row.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not sure whether this was ordered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This video was not made</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Canceled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This video is gone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting here for its turn</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Getting ready</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting in line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your video is being made</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your video is ready</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{prompt}”</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ready</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ready, not watched yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Practice</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Jobs</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n being made</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>No videos yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every video you make stands here, with what happens to it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bring a picture to life</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a picture on the left, say what should move, and press Generate.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Play</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check again, free</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in folder</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>&amp;File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open &amp;picture…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open &amp;audio…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show &amp;videos folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Settings…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cu&amp;t</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Paste</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select &amp;all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Job</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Check again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>C&amp;ancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Show in folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Get a &amp;key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;About Wan Desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;View</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Like the &amp;system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Player</name>
        <message>
            <source>Play</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pause</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Full screen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Previous frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Volume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} ({key})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This video cannot be played here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file is safe. Your system's own player may be able to open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The video's file is not where it was saved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was saved as {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open in the system's player</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hide details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Request id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Task id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stage</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Video</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Problems</name>
        <message>
            <source>Something went wrong. The details say more; you can try it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Put a picture in first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This picture is {width} x {height}. Choose one with at least {least} pixels on each side.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This picture is too long and narrow. Choose one that is at most eight times as long as it is wide.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add your audio file, or choose another sound.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This region takes no sound files. Choose another sound or another region.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only WAV and MP3 files work here. Convert the sound and drop it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This sound is {seconds} s long. Choose one of at least {least} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This sound is {seconds} s long. Choose one of at most {most} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This sound is {size_bytes} large. Choose a file of at most {most_bytes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This region does not offer that resolution. Choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This model cannot make that length. Choose another duration.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This region does not offer that model. Choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The picture is no longer there. Choose it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is a folder. Drop a single picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That file is empty. Choose another picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That file is not a picture we can read. Use JPEG, PNG, WebP, BMP or HEIC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That picture is damaged or incomplete. Try to export it again, or choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That picture is too large to open ({width} x {height}). Make it smaller first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That picture is {size_bytes} large. Choose one of at most {most_bytes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The picture cannot be opened. Check that you may read it, or copy it to another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sound is no longer there. Choose it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is a folder. Drop a single audio file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That file is empty. Choose another sound.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That file is not a sound we can read. Use WAV or MP3.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That sound is damaged or incomplete. Try to export it again, or choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no sound in that file. Choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sound cannot be opened. Check that you may read it, or copy it to another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This model makes its own sound. Choose a model that takes yours.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is text. Drop a picture file, or paste the text into the prompt.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That picture is still on the web. Save it to this computer, then drop the file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing in there can be used. Drop a picture file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One picture at a time: the first one was taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One sound at a time: the first one was taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is a picture. Drop it on First frame.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This file could not be examined. Try it again, or choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file of this order is no longer there. Choose it again and order anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The disk is full. Free some space, then it goes on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The disk is full: {missing_bytes} are missing. Free some space, then it goes on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This folder cannot be written: {folder}. Choose another one, or allow writing there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The list of your videos cannot be read. Your films are safe in their folder; restart Wan Desk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The list of your videos was written by a newer Wan Desk. Install that version to open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This video already stands in your list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your settings cannot be read, so the usual ones are in use. The file is {file}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your settings were damaged and were set aside; the usual ones are in use. The old file is {file}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An entry of the model list is wrong and was left out: {key} in {file}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Practice could not be started. Close Wan Desk and open it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This region needs your key. Add it in Settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba does not accept this key here. Check it, or choose the region it was made for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste the key first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is the key of a coding plan; it does not work for videos. Make an ordinary key in the console.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This does not look like a key. Keys begin with sk- and have no spaces.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's keyring does not work now. The key can be kept for this session only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This system has no keyring. The key can be kept for this session only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's keyring is locked. Unlock it and try again, or keep the key for this session only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's keyring does not answer. Look for its question, or keep the key for this session only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's keyring did not keep the key. It can be kept for this session only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud cannot be reached. Check your network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something between you and Alibaba Cloud answered in its place. Check your network or proxy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This network shows a certificate that is not trusted here. Ask who runs the network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The proxy of this network refuses the connection. Check the system's proxy settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud gave an answer that nobody expected. See the details.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud refused this order. The details show its own words.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud could not make this video. The details show its own words.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud takes no more orders right now. It is tried again a little later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud is full at the moment. Order again in a few minutes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud has trouble of its own. Order again a little later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud took too long over this video and gave it up. Order it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wan Desk asked in a way that Alibaba Cloud does not accept. Please report it with the details.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba Cloud does not accept a setting of this order. The details show its own words.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This region does not offer the model to you. Choose another model or region.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your account has no access to this model. Ask for it in the console, or choose another model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The workspace of your key may not use this model. Allow it in the console, or choose another model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model Studio is not switched on in this region. Activate it in the console.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your key has no access to this workspace. Use a key of the default workspace.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your key does not belong to this workspace. Check the key and the workspace in Settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This workspace does not exist. Check its id in Settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key is not sent to {host}. Check the address of this region in Settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your Alibaba account is out of money. Top it up in the console.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A bill of your Alibaba account is open. Settle it in the console.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your free quota is used up. Switch on pay-as-you-go in the console, or choose another model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your free quota is used up and "free tier only" is on. Switch that off in the console.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba's content check refused the picture or the words. Change them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba's content check held the finished video back. Change the words or the picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba suspects that the picture or the words belong to someone else. Change them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A rule of your Alibaba account refused this order. Ask who runs the account.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba could not read the picture or the sound. Save it in another format and try that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba could not fetch the picture or the sound. Order again, so that it is uploaded anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba does not accept the size or shape of this picture. Choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba could not read your sound. Use an ordinary WAV or MP3 file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba does not accept the length of your sound. Choose a shorter or longer one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The picture or the sound is too large for Alibaba. Choose a smaller one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba could not improve your prompt. Write it differently and order again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The upload address {host} is not Alibaba's, so nothing was sent there. Try again later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This network blocks uploads to Alibaba's storage. Try another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The permission to upload ran out. Order again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba's storage refused the upload. Order again a little later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This video is already being made and can no longer be cancelled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba may or may not have got this order. It is not sent again by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The address of the film was too old. A fresh one is fetched.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This network blocks the download of the film. Try another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The film that was fetched does not open. Download it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alibaba no longer has this video: it is kept there for 24 hours only.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Program</name>
        <message>
            <source>Wan Desk is already open with this profile. Look for its window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Window</name>
        <message>
            <source>You are practising: everything works and nothing costs. For real videos, connect a key.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect your Alibaba Cloud key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The new language is used when Wan Desk is opened again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Good</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Full screen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Order again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Order again for about {price}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You ordered exactly this a moment ago. Order it a second time?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open audio</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sounds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wan Desk {version}: pictures in, videos out, with Alibaba Cloud's Wan models.
Free software under the GNU General Public License, version 3 or later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n being made</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>Nothing is being made</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
