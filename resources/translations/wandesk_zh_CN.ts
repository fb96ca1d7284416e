<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Actions</name>
        <message>
            <source>Play</source>
            <translation>播放</translation>
        </message>
        <message>
            <source>G&amp;enerate again</source>
            <translation>再次生成(&amp;E)</translation>
        </message>
        <message>
            <source>G&amp;enerate again · {cost}</source>
            <translation>再次生成 · {cost}(&amp;E)</translation>
        </message>
        <message>
            <source>Use t&amp;hese settings</source>
            <translation>使用这些设置(&amp;H)</translation>
        </message>
        <message>
            <source>Choose the &amp;video…</source>
            <translation>选择视频(&amp;V)…</translation>
        </message>
        <message>
            <source>&amp;Check again</source>
            <translation>重新查询(&amp;C)</translation>
        </message>
        <message>
            <source>C&amp;ancel</source>
            <translation>取消(&amp;A)</translation>
        </message>
        <message>
            <source>Move &amp;up</source>
            <translation>上移(&amp;U)</translation>
        </message>
        <message>
            <source>Move &amp;down</source>
            <translation>下移(&amp;D)</translation>
        </message>
        <message>
            <source>Cont&amp;inue from last frame</source>
            <translation>从最后一帧继续(&amp;I)</translation>
        </message>
        <message>
            <source>&amp;Copy frame</source>
            <translation>复制这一帧(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Show in folder</source>
            <translation>在文件夹中显示(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>复制(&amp;C)</translation>
        </message>
        <message>
            <source>G&amp;enerate again: model retired</source>
            <translation>重新生成：模型已下线(&amp;E)</translation>
        </message>
        <message>
            <source>price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message>
            <source>free</source>
            <translation>免费</translation>
        </message>
        <message>
            <source>Open the console</source>
            <translation>打开控制台</translation>
        </message>
        <message>
            <source>Show diagnostics</source>
            <translation>查看诊断信息</translation>
        </message>
        <message>
            <source>See details</source>
            <translation>查看详情</translation>
        </message>
        <message>
            <source>Choose another picture</source>
            <translation>换一张图片</translation>
        </message>
        <message>
            <source>Change the prompt</source>
            <translation>修改提示词</translation>
        </message>
        <message>
            <source>Change the audio</source>
            <translation>更换音频</translation>
        </message>
        <message>
            <source>Change the settings</source>
            <translation>修改设置</translation>
        </message>
        <message>
            <source>Choose another model</source>
            <translation>换一个模型</translation>
        </message>
        <message>
            <source>Choose another region</source>
            <translation>选择其他地域</translation>
        </message>
        <message>
            <source>Unloc&amp;k</source>
            <translation>解锁(&amp;K)</translation>
        </message>
        <message>
            <source>Allow add&amp;ress…</source>
            <translation>允许此地址(&amp;R)…</translation>
        </message>
        <message>
            <source>Check again, free</source>
            <translation>重新查询（免费）</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试一次</translation>
        </message>
        <message>
            <source>Download again, &amp;free</source>
            <translation>重新下载（免费）(&amp;F)</translation>
        </message>
        <message>
            <source>Open in browser</source>
            <translation>在浏览器中打开</translation>
        </message>
        <message>
            <source>Open system player</source>
            <translation>用系统播放器打开</translation>
        </message>
        <message>
            <source>M&amp;ove to top</source>
            <translation>移到最前(&amp;O)</translation>
        </message>
        <message>
            <source>S&amp;tar</source>
            <translation>加星标(&amp;T)</translation>
        </message>
        <message>
            <source>Take s&amp;tar off</source>
            <translation>取消星标(&amp;T)</translation>
        </message>
        <message>
            <source>Re&amp;name…</source>
            <translation>重命名(&amp;N)…</translation>
        </message>
        <message>
            <source>La&amp;bel…</source>
            <translation>标签(&amp;B)…</translation>
        </message>
        <message>
            <source>&amp;Write a note…</source>
            <translation>写备注(&amp;W)…</translation>
        </message>
        <message>
            <source>E&amp;xport…</source>
            <translation>导出(&amp;X)…</translation>
        </message>
        <message>
            <source>Locate m&amp;y video…</source>
            <translation>查找我的视频(&amp;Y)…</translation>
        </message>
        <message>
            <source>Save a cop&amp;y…</source>
            <translation>另存副本(&amp;Y)…</translation>
        </message>
        <message>
            <source>Re&amp;move</source>
            <translation>移除(&amp;M)</translation>
        </message>
        <message>
            <source>Can't cancel: already being made</source>
            <translation>无法取消：正在生成</translation>
        </message>
        <message>
            <source>Can't cancel: being sent</source>
            <translation>无法取消：正在发送</translation>
        </message>
        <message>
            <source>Can't cancel: already finished</source>
            <translation>无法取消：已生成</translation>
        </message>
        <message>
            <source>This order is under way. Cancel it before you remove it from the list.</source>
            <translation>这个任务正在进行。请先取消，再从列表中移除。</translation>
        </message>
        <message>
            <source>This video is under way and stays in the list until it is finished.</source>
            <translation>这个视频还在进行中，完成之前会留在列表中。</translation>
        </message>
        <message>
            <source>“{action}” isn't possible now.</source>
            <translation>现在无法“{action}”。</translation>
        </message>
        <message>
            <source>This is being ordered already. Wait for its row in the list.</source>
            <translation>已经在提交这个任务了。请等它出现在列表中。</translation>
        </message>
        <message>
            <source>This video is no longer in the list.</source>
            <translation>这个视频已不在列表中。</translation>
        </message>
        <message>
            <source>The settings of this video aren't known here: it was imported, or the form is closed.</source>
            <translation>这里没有这个视频的设置：它是导入的，或者表单已关闭。</translation>
        </message>
        <message>
            <source>There is no video here yet. Select one that is ready.</source>
            <translation>这里还没有视频。请选择一个已完成的视频。</translation>
        </message>
        <message>
            <source>Nothing can be ordered now: the list of models has an error.</source>
            <translation>模型列表有错误，现在无法下单。</translation>
        </message>
        <message>
            <source>There is no second video in the list to compare with.</source>
            <translation>列表里没有第二个视频可供对比。</translation>
        </message>
        <message>
            <source>There is no video to copy here. Select one that is ready.</source>
            <translation>这里没有可复制的视频。请选择一个已生成的视频。</translation>
        </message>
        <message>
            <source>Pl&amp;ay all</source>
            <translation>全部播放(&amp;A)</translation>
        </message>
        <message>
            <source>C&amp;ompare</source>
            <translation>对比(&amp;O)</translation>
        </message>
        <message>
            <source>Sav&amp;e a frame…</source>
            <translation>保存这一帧(&amp;E)…</translation>
        </message>
        <message>
            <source>Copy saved: {name}</source>
            <translation>副本已保存：{name}</translation>
        </message>
        <message>
            <source>Frame saved: {name}</source>
            <translation>帧已保存：{name}</translation>
        </message>
        <message>
            <source>Copied the video. Paste it anywhere.</source>
            <translation>已复制视频，可粘贴到任何地方。</translation>
        </message>
        <message numerus="yes">
            <source>Copied %n videos. Paste them anywhere.</source>
            <translation>
                <numerusform>已复制 %n 个视频，可粘贴到任何地方。</numerusform>
            </translation>
        </message>
        <message>
            <source>Frame copied. Paste it anywhere.</source>
            <translation>已复制这一帧，可以粘贴到任何地方。</translation>
        </message>
        <message>
            <source>That is the saved video itself. Choose another name or folder.</source>
            <translation>这就是已保存的视频本身。请换个名称或文件夹。</translation>
        </message>
        <message>
            <source>This frame can't be read from the file. Try another one, or download the video again.</source>
            <translation>无法从文件中读取这一帧。请换一帧，或重新下载视频。</translation>
        </message>
        <message>
            <source>The video file isn't there to be copied. Connect its drive, or download it again.</source>
            <translation>找不到要复制的视频文件。请连接它所在的磁盘，或重新下载。</translation>
        </message>
        <message>
            <source>Save a copy</source>
            <translation>另存副本</translation>
        </message>
        <message>
            <source>Save a frame</source>
            <translation>保存这一帧</translation>
        </message>
        <message>
            <source>Videos ({pattern})</source>
            <translation>视频 ({pattern})</translation>
        </message>
        <message>
            <source>{format} pictures ({pattern})</source>
            <translation>{format} 图片 ({pattern})</translation>
        </message>
        <message>
            <source>“{name}” exists already. Replace it?</source>
            <translation>“{name}”已存在。要替换吗？</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>替换</translation>
        </message>
        <message>
            <source>Choose another name</source>
            <translation>换个名称</translation>
        </message>
        <message>
            <source>It isn't certain yet that Alibaba received this order, so it stays in the list. Check again, or wait.</source>
            <translation>还不确定阿里云是否收到了这个任务，因此它会留在列表中。请再次检查，或稍等。</translation>
        </message>
        <message>
            <source>There is no video to export here. Select one that is ready.</source>
            <translation>这里没有可导出的视频。请选择一个已完成的视频。</translation>
        </message>
        <message>
            <source>Couldn't open this folder: {folder}. Open it in your file manager.</source>
            <translation>无法打开这个文件夹：{folder}。请在文件管理器中打开它。</translation>
        </message>
        <message>
            <source>Folder not found: {folder}. Connect its drive, or check whether it was moved.</source>
            <translation>找不到文件夹：{folder}。请连接它所在的硬盘，或检查它是否被移走。</translation>
        </message>
        <message>
            <source>No app on this computer can open {path}. Install a video player, then try again.</source>
            <translation>这台电脑上没有应用能打开 {path}。请安装视频播放器后再试。</translation>
        </message>
        <message>
            <source>Couldn't open a browser. Set a default browser in your system's settings.</source>
            <translation>无法打开浏览器。请在系统设置中指定默认浏览器。</translation>
        </message>
        <message>
            <source>This video is still where it was saved, so there is nothing to download.</source>
            <translation>这个视频还在原来保存的位置，无需下载。</translation>
        </message>
    </context>
    <context>
        <name>Alerts</name>
        <message>
            <source>Your video is ready</source>
            <translation>视频已生成</translation>
        </message>
        <message numerus="yes">
            <source>%n videos are ready</source>
            <translation>
                <numerusform>%n 个视频已生成</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos weren't made</source>
            <translation>
                <numerusform>%n 个视频未能生成</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos failed.</source>
            <translation>
                <numerusform>%n 个视频生成失败。</numerusform>
            </translation>
        </message>
        <message>
            <source>This is an example. Click a notification to open the video.</source>
            <translation>这是一个示例。点击通知即可打开视频。</translation>
        </message>
        <message>
            <source>Wan Desk can notify you when videos are ready.</source>
            <translation>视频生成后，Wan Desk 可以通知你。</translation>
        </message>
        <message>
            <source>Notify me</source>
            <translation>通知我</translation>
        </message>
        <message>
            <source>Open Wan Desk to see why and what to do.</source>
            <translation>打开 Wan Desk 查看原因和处理方法。</translation>
        </message>
    </context>
    <context>
        <name>Amounts</name>
        <message>
            <source>bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>{amount} {unit}</source>
            <translation>{amount} {unit}</translation>
        </message>
        <message>
            <source>{hours} h</source>
            <translation>{hours} 小时</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} 分钟</translation>
        </message>
        <message>
            <source>up to {price}</source>
            <translation>最多 {price}</translation>
        </message>
        <message>
            <source>about {price}</source>
            <translation>约 {price}</translation>
        </message>
        <message>
            <source>automatic length</source>
            <translation>自动时长</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>{width} × {height}</source>
            <translation>{width} × {height}</translation>
        </message>
    </context>
    <context>
        <name>Application</name>
        <message>
            <source>Wan Desk is already open with this profile but isn't responding. Quit it, then try again.</source>
            <translation>Wan Desk 已用这个配置目录打开，但没有响应。请先退出它，再重试。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Wan Desk can't use its folder</source>
            <translation>Wan Desk 无法使用自己的文件夹</translation>
        </message>
        <message>
            <source>Your settings and the list of your videos are kept there. Wan Desk opens automatically once it can be used.</source>
            <translation>你的设置和视频列表保存在那里。文件夹可用后，Wan Desk 会自动打开。</translation>
        </message>
    </context>
    <context>
        <name>Awake</name>
        <message>
            <source>Videos are being made</source>
            <translation>正在生成视频</translation>
        </message>
    </context>
    <context>
        <name>BeforeOrdering</name>
        <message>
            <source>Checking whether this network can download the video…</source>
            <translation>正在检查当前网络能否下载视频…</translation>
        </message>
        <message>
            <source>This network can't reach Alibaba's storage in {region}.</source>
            <translation>当前网络无法连接阿里云{region}的存储。</translation>
        </message>
        <message>
            <source>The video would be made and charged, but Wan Desk couldn't download it here. Alibaba keeps it for 24 hours; in another network it is downloaded automatically.</source>
            <translation>视频会照常生成并计费，但 Wan Desk 在这里无法下载。阿里云保留视频 24 小时；换到其他网络后会自动下载。</translation>
        </message>
        <message>
            <source>Generate anyway</source>
            <translation>仍然生成</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>Catalogue</name>
        <message>
            <source>Wan Desk can't order videos right now</source>
            <translation>现在无法提交任务</translation>
        </message>
        <message>
            <source>Correct the file or reinstall Wan Desk, then restart it. Until then, you can play your videos, Wan Desk still downloads those being made, and queued orders stay paused.</source>
            <translation>请改正该文件或重新安装 Wan Desk，然后重启。在此之前，视频可以播放，生成中的视频仍会下载，排队的任务保持暂停。</translation>
        </message>
        <message>
            <source>{variables} holds an API key for a coding plan (sk-sp-…), which can't be used for videos and is ignored. Create a standard API key in the console.</source>
            <translation>{variables} 中是 Coding Plan 的 API Key（sk-sp-…），不能用于生成视频，因此已忽略。请在控制台创建标准 API Key。</translation>
        </message>
        <message>
            <source>Your own list of models has an error ({where}: {reason}), so Wan Desk uses its own list. Correct or delete {file}, then restart Wan Desk.</source>
            <translation>您自己的模型列表有误（{where}：{reason}），Wan Desk 将使用自带的列表。请改正或删除 {file}，然后重启 Wan Desk。</translation>
        </message>
        <message>
            <source>Wan Desk's list of models ({date}) is newer than parts of your own, which are ignored: {keys}. To use them again, change their date in {file}.</source>
            <translation>Wan Desk 自带的模型列表（{date}）比您的列表中以下内容更新，因此忽略它们：{keys}。如需继续使用，请在 {file} 中修改其日期。</translation>
        </message>
        <message>
            <source>The list of models and prices is of {date}. Prices may have changed since. Settings can check it, free of charge.</source>
            <translation>模型与价格列表的日期为 {date}，价格可能已有变化。可在设置中免费检查。</translation>
        </message>
    </context>
    <context>
        <name>ClipPart</name>
        <message>
            <source>Which part is continued?</source>
            <translation>续写哪一部分？</translation>
        </message>
        <message>
            <source>Start of the clip</source>
            <translation>片段开头</translation>
        </message>
        <message>
            <source>End of the clip</source>
            <translation>片段结尾</translation>
        </message>
        <message>
            <source>Starts at {time}</source>
            <translation>从 {time} 开始</translation>
        </message>
        <message>
            <source>Ends at {time}. The new video goes on from here.</source>
            <translation>到 {time} 结束，新视频由此接续。</translation>
        </message>
        <message>
            <source>{length} of {whole}</source>
            <translation>{length}，共 {whole}</translation>
        </message>
        <message>
            <source>Drag the part or its ends. The model takes {least} to {most}.</source>
            <translation>拖动片段或其两端。模型支持 {least} 至 {most}。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Use this part</source>
            <translation>使用这一段</translation>
        </message>
    </context>
    <context>
        <name>Closing</name>
        <message numerus="yes">
            <source>%n videos are being made at Alibaba and continue after you close Wan Desk.</source>
            <translation>
                <numerusform>%n 个视频正在阿里云生成，关闭 Wan Desk 后仍会继续。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos are being made at Alibaba and continue after you close Wan Desk; open it again before {moment} to download them.</source>
            <translation>
                <numerusform>%n 个视频正在阿里云生成，关闭 Wan Desk 后仍会继续；请在{moment}之前重新打开 Wan Desk 以下载。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more may be in the works there; Wan Desk looks for them when you open it again.</source>
            <translation>
                <numerusform>另有 %n 个视频可能正在那里生成，下次打开 Wan Desk 时会继续查找。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more are waiting to be sent and continue when you open it again.</source>
            <translation>
                <numerusform>另有 %n 个等待发送，下次打开后继续。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n orders are waiting to be sent and continue when you open Wan Desk again.</source>
            <translation>
                <numerusform>%n 个任务等待发送，下次打开 Wan Desk 后继续。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n practice videos pause until you open it again.</source>
            <translation>
                <numerusform>%n 个练习视频会暂停，下次打开后继续。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n practice videos are being made on this computer and pause until you open Wan Desk again.</source>
            <translation>
                <numerusform>本机正在生成 %n 个练习视频，关闭后暂停，下次打开 Wan Desk 后继续。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos may be in the works at Alibaba; open Wan Desk again before {moment} to find them.</source>
            <translation>
                <numerusform>可能有 %n 个视频正在阿里云生成；请在{moment}之前重新打开 Wan Desk 来查找。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n orders are waiting to be sent, paused until you resume them.</source>
            <translation>
                <numerusform>%n 个任务等待发送，已暂停，恢复后继续。</numerusform>
            </translation>
        </message>
        <message>
            <source>{day} {time}</source>
            <translation>{day} {time}</translation>
        </message>
        <message numerus="yes">
            <source>%n exports are not finished and will be cancelled.</source>
            <translation>
                <numerusform>%n 个导出尚未完成，将被取消。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Composer</name>
        <message>
            <source>Reading the audio…</source>
            <translation>正在读取音频…</translation>
        </message>
        <message>
            <source>The model creates matching audio.</source>
            <translation>由模型生成与画面相配的声音。</translation>
        </message>
        <message>
            <source>Movement and lips follow your audio.</source>
            <translation>动作和口型会跟随你的音频。</translation>
        </message>
        <message>
            <source>Audio start</source>
            <translation>音频起点</translation>
        </message>
        <message>
            <source>Audio end</source>
            <translation>音频终点</translation>
        </message>
        <message>
            <source>Play audio</source>
            <translation>播放音频</translation>
        </message>
        <message>
            <source>Replace audio</source>
            <translation>更换音频</translation>
        </message>
        <message>
            <source>Remove audio</source>
            <translation>移除音频</translation>
        </message>
        <message>
            <source>or click: music, a voice memo, a video</source>
            <translation>或点击选择：音乐、语音备忘录、视频</translation>
        </message>
        <message>
            <source>Empty. Drop an audio file or a video here, or click.</source>
            <translation>空。将音频或视频拖到这里，或点击选择。</translation>
        </message>
        <message>
            <source>Choose an audio file</source>
            <translation>选择音频文件</translation>
        </message>
        <message>
            <source>Choose another audio file</source>
            <translation>换一个音频文件</translation>
        </message>
        <message>
            <source>Stop audio</source>
            <translation>停止播放音频</translation>
        </message>
        <message>
            <source>{start}–{end} of {length}</source>
            <translation>{start}–{end}，共 {length}</translation>
        </message>
        <message>
            <source>{name}, from {start}</source>
            <translation>{name}，从 {start} 开始</translation>
        </message>
        <message>
            <source>{name}, {start}–{end}</source>
            <translation>{name}，{start}–{end} 这一段</translation>
        </message>
        <message>
            <source>The audio of this video is used.</source>
            <translation>将使用这段视频的声音。</translation>
        </message>
        <message>
            <source>This part is silent.</source>
            <translation>这一段没有声音。</translation>
        </message>
        <message>
            <source>This part is distorted (clipping).</source>
            <translation>这一段有爆音（削波失真）。</translation>
        </message>
        <message>
            <source>Before upload: converted to WAV.</source>
            <translation>上传前将转换为 WAV。</translation>
        </message>
        <message>
            <source>{length} long. Only the marked part is used; drag it to choose.</source>
            <translation>长 {length}，只使用标出的部分；拖动可选择。</translation>
        </message>
        <message>
            <source>{length} long. What is beyond {most} will be cut off.</source>
            <translation>长 {length}，{most} 之后的部分将被截掉。</translation>
        </message>
        <message>
            <source>{length} long. Silence is added up to {least}.</source>
            <translation>长 {length}，将用静音补足到 {least}。</translation>
        </message>
        <message>
            <source>Longer than the video. The end will be cut off.</source>
            <translation>比视频长，多出的部分会被截掉。</translation>
        </message>
        <message>
            <source>Shorter than the video. The rest will be silent.</source>
            <translation>比视频短，剩余部分没有声音。</translation>
        </message>
        <message>
            <source>The video has no sound.</source>
            <translation>视频没有声音。</translation>
        </message>
        <message>
            <source>Audio file</source>
            <translation>音频文件</translation>
        </message>
        <message>
            <source>Drop an audio file here</source>
            <translation>将音频文件拖到这里</translation>
        </message>
        <message>
            <source>As long as the video.</source>
            <translation>与视频一样长。</translation>
        </message>
        <message>
            <source>Region</source>
            <translation>地域</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Resolution</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>Generate</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>Your file is still loading.</source>
            <translation>文件仍在读取中。</translation>
        </message>
        <message numerus="yes">
            <source>Make %n videos: {price} ({key})</source>
            <translation>
                <numerusform>生成 %n 个视频：{price}（{key}）</numerusform>
            </translation>
        </message>
        <message>
            <source>Changed to fit: {changes}.</source>
            <translation>已自动调整：{changes}。</translation>
        </message>
        <message>
            <source>Not used by this model: {values}.</source>
            <translation>该模型不使用：{values}。</translation>
        </message>
        <message>
            <source>New price: {price}.</source>
            <translation>新价格：{price}。</translation>
        </message>
        <message>
            <source>Choose a picture</source>
            <translation>选择图片</translation>
        </message>
        <message>
            <source>Choose one or more pictures</source>
            <translation>选择一张或多张图片</translation>
        </message>
        <message>
            <source>Choose a folder of pictures</source>
            <translation>选择图片文件夹</translation>
        </message>
        <message>
            <source>Audio files and videos ({suffixes})</source>
            <translation>音频和视频（{suffixes}）</translation>
        </message>
        <message>
            <source>Pictures ({suffixes})</source>
            <translation>图片 ({suffixes})</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>Make the video: {price} ({key})</source>
            <translation>生成视频：{price}（{key}）</translation>
        </message>
        <message>
            <source>First frame</source>
            <translation>首帧</translation>
        </message>
        <message>
            <source>Replace picture</source>
            <translation>更换图片</translation>
        </message>
        <message>
            <source>Remove picture</source>
            <translation>移除图片</translation>
        </message>
        <message>
            <source>Drop a picture here</source>
            <translation>将图片拖到这里</translation>
        </message>
        <message>
            <source>or click, or paste</source>
            <translation>或点击选择，或直接粘贴</translation>
        </message>
        <message>
            <source>Empty. Drop a picture here, click, or paste.</source>
            <translation>尚无图片。将图片拖到这里，或点击选择，或直接粘贴。</translation>
        </message>
        <message>
            <source>Your picture</source>
            <translation>你的图片</translation>
        </message>
        <message>
            <source>Enlarge the picture</source>
            <translation>放大图片</translation>
        </message>
        <message>
            <source>Use the video's first frame</source>
            <translation>使用视频的首帧</translation>
        </message>
        <message>
            <source>Use the video's last frame</source>
            <translation>使用视频的尾帧</translation>
        </message>
        <message>
            <source>No preview</source>
            <translation>没有预览</translation>
        </message>
        <message>
            <source>2 to 10 s</source>
            <translation>2 至 10 秒</translation>
        </message>
        <message>
            <source>Empty. Drop a video of 2 to 10 seconds that the new one continues, or click.</source>
            <translation>空。拖入要续写的 2 至 10 秒视频，或点击选择。</translation>
        </message>
        <message>
            <source>Choose a video to continue</source>
            <translation>选择要续写的视频</translation>
        </message>
        <message>
            <source>Choose another video to continue</source>
            <translation>选择另一个要续写的视频</translation>
        </message>
        <message>
            <source>Replace clip</source>
            <translation>更换首段视频</translation>
        </message>
        <message>
            <source>Remove clip</source>
            <translation>移除首段视频</translation>
        </message>
        <message>
            <source>Reading the video…</source>
            <translation>正在读取视频…</translation>
        </message>
        <message>
            <source>Your clip</source>
            <translation>你的首段视频</translation>
        </message>
        <message>
            <source>Choose another part</source>
            <translation>选择其他部分</translation>
        </message>
        <message>
            <source>Alibaba fetches it from {host}.</source>
            <translation>阿里云会从 {host} 获取。</translation>
        </message>
        <message>
            <source>Video {size}</source>
            <translation>视频 {size}</translation>
        </message>
        <message>
            <source>{length} of clip, then {added} of new video.</source>
            <translation>前 {length}是首段视频，之后 {added}是新生成的内容。</translation>
        </message>
        <message>
            <source>Reading the picture…</source>
            <translation>正在读取图片…</translation>
        </message>
        <message>
            <source>Choose another picture</source>
            <translation>换一张图片</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>The video will be about {size}.</source>
            <translation>视频尺寸约为 {size}。</translation>
        </message>
        <message>
            <source>{count} / {most}</source>
            <translation>{count} / {most}</translation>
        </message>
        <message>
            <source>Estimated price: {text}</source>
            <translation>预估价格：{text}</translation>
        </message>
        <message>
            <source>{cost} in {region}</source>
            <translation>在{region}{cost}</translation>
        </message>
        <message>
            <source>Free</source>
            <translation>免费</translation>
        </message>
        <message>
            <source>Price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message>
            <source>not in the price list</source>
            <translation>价目表中没有这一项</translation>
        </message>
        <message>
            <source>The price list of {date} has no price for this choice.</source>
            <translation>{date} 的价目表中没有这一项的价格。</translation>
        </message>
        <message>
            <source>{length} at {resolution}</source>
            <translation>{resolution}，{length}</translation>
        </message>
        <message>
            <source>{copies} × {length} at {resolution}</source>
            <translation>{copies} 个 × {length}，{resolution}</translation>
        </message>
        <message>
            <source>The model chooses the length, {seconds} s at most: {seconds} s × {each} = {whole}.
Only the seconds of a finished video are billed. Prices as of {date}.</source>
            <translation>时长由模型决定，最多 {seconds} 秒：{seconds} 秒 × {each} = {whole}。
只按生成的视频秒数计费。价格截至 {date}。</translation>
        </message>
        <message>
            <source>{seconds} s × {each} = {whole}, billed only for a finished video.
Prices as of {date}.</source>
            <translation>{seconds} 秒 × {each} = {whole}，视频生成成功才计费。
价格截至 {date}。</translation>
        </message>
        <message>
            <source>{copies} videos × {each} = {whole}.</source>
            <translation>{copies} 个视频 × {each} = {whole}。</translation>
        </message>
        <message>
            <source>A new account has {seconds} s of this model free for its first {days} days; they count first.</source>
            <translation>新账号开通后 {days} 天内，这个模型有 {seconds} 秒免费额度，会先抵扣。</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Describe what moves, how the camera moves and what is heard. (Optional)</source>
            <translation>描述什么在动、镜头如何运动、能听到什么声音。（可不填）</translation>
        </message>
        <message>
            <source>Describe what moves. (Optional)</source>
            <translation>描述什么在动。（可不填）</translation>
        </message>
        <message>
            <source>Characters: {count}</source>
            <translation>字数：{count}</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>More settings of the video</source>
            <translation>更多视频设置</translation>
        </message>
        <message>
            <source>Close more settings</source>
            <translation>关闭更多设置</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>视频</translation>
        </message>
        <message>
            <source>Use as the last frame</source>
            <translation>用作尾帧</translation>
        </message>
        <message>
            <source>Continue this video</source>
            <translation>续写这个视频</translation>
        </message>
        <message numerus="yes">
            <source>Make a video of each of %n pictures</source>
            <translation>
                <numerusform>用这 %n 张图片各生成一个视频</numerusform>
            </translation>
        </message>
        <message>
            <source>Use as the picture</source>
            <translation>用作图片</translation>
        </message>
        <message>
            <source>Use as the audio</source>
            <translation>用作音频</translation>
        </message>
        <message>
            <source>This model doesn't take an audio file</source>
            <translation>此模型不支持上传音频</translation>
        </message>
        <message>
            <source>Its last bytes are missing; the picture itself is complete.</source>
            <translation>文件末尾缺少几个字节，画面本身完整。</translation>
        </message>
        <message>
            <source>the place</source>
            <translation>拍摄地点</translation>
        </message>
        <message>
            <source>details and comments</source>
            <translation>拍摄信息和备注</translation>
        </message>
        <message>
            <source>other pictures in the file</source>
            <translation>文件里的其他图片</translation>
        </message>
        <message>
            <source>the video behind it</source>
            <translation>附带的视频</translation>
        </message>
        <message>
            <source>other data behind it</source>
            <translation>附带的其他数据</translation>
        </message>
        <message>
            <source>Not sent: {extras}.</source>
            <translation>不会发送：{extras}。</translation>
        </message>
        <message>
            <source>Optional</source>
            <translation>可选</translation>
        </message>
        <message>
            <source>Empty. Drop the picture that the video ends with, or click. Optional.</source>
            <translation>空。拖入视频结尾的图片，或点击选择。可不填。</translation>
        </message>
        <message>
            <source>Choose the last picture</source>
            <translation>选择尾帧图片</translation>
        </message>
        <message>
            <source>Choose another last picture</source>
            <translation>选择另一张尾帧图片</translation>
        </message>
        <message>
            <source>Replace last frame</source>
            <translation>更换尾帧</translation>
        </message>
        <message>
            <source>Remove last frame</source>
            <translation>移除尾帧</translation>
        </message>
        <message>
            <source>Reading the last picture…</source>
            <translation>正在读取尾帧图片…</translation>
        </message>
        <message>
            <source>Your last picture</source>
            <translation>你的尾帧图片</translation>
        </message>
        <message>
            <source>Enlarge the last picture</source>
            <translation>放大尾帧图片</translation>
        </message>
        <message>
            <source>End with the video's first frame</source>
            <translation>以视频的首帧结束</translation>
        </message>
        <message>
            <source>End with the video's last frame</source>
            <translation>以视频的尾帧结束</translation>
        </message>
        <message>
            <source>The first picture is also the last one.</source>
            <translation>首帧图片同时作为尾帧。</translation>
        </message>
        <message>
            <source>Same as the first picture</source>
            <translation>与首帧相同</translation>
        </message>
        <message>
            <source>Videos ({suffixes})</source>
            <translation>视频 ({suffixes})</translation>
        </message>
        <message>
            <source>From web address</source>
            <translation>从网址添加</translation>
        </message>
        <message>
            <source>Picture address</source>
            <translation>图片网址</translation>
        </message>
        <message>
            <source>Audio address</source>
            <translation>音频网址</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Alibaba fetches the file from this address itself. Wan Desk shows a preview where it can. The address must work without a login.</source>
            <translation>阿里云会自行从该网址获取文件，Wan Desk 会尽量显示预览。网址须无需登录即可打开。</translation>
        </message>
        <message>
            <source>Enlarge it</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Use its first frame</source>
            <translation>使用首帧</translation>
        </message>
        <message>
            <source>Use its last frame</source>
            <translation>使用尾帧</translation>
        </message>
        <message>
            <source>Continue its end</source>
            <translation>续写结尾部分</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Choose the part to continue</source>
            <translation>选择要续写的部分</translation>
        </message>
        <message>
            <source>Convert it</source>
            <translation>转换</translation>
        </message>
        <message>
            <source>Convert the video</source>
            <translation>转换视频</translation>
        </message>
        <message>
            <source>Last {length}</source>
            <translation>后 {length}</translation>
        </message>
        <message>
            <source>Choose an audio file…</source>
            <translation>选择音频文件…</translation>
        </message>
        <message>
            <source>Choose a picture…</source>
            <translation>选择图片…</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>选择文件夹…</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>粘贴</translation>
        </message>
        <message>
            <source>From web address…</source>
            <translation>从网址添加…</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>份数</translation>
        </message>
        <message>
            <source>How many videos to make, each with a different seed</source>
            <translation>生成几个视频，每个使用不同的随机种子</translation>
        </message>
        <message>
            <source>Crop last frame</source>
            <translation>裁剪尾帧</translation>
        </message>
        <message>
            <source>Crop picture</source>
            <translation>裁剪图片</translation>
        </message>
        <message>
            <source>This is another picture now, so it was not cropped.</source>
            <translation>图片已被替换，因此没有裁剪。</translation>
        </message>
        <message>
            <source>Show the whole last picture</source>
            <translation>显示完整尾帧图片</translation>
        </message>
        <message>
            <source>Show the whole picture</source>
            <translation>显示完整图片</translation>
        </message>
        <message>
            <source>Before: {size}</source>
            <translation>原图：{size}</translation>
        </message>
        <message>
            <source>Sent: {size}</source>
            <translation>发送：{size}</translation>
        </message>
        <message>
            <source>Compare the picture with what is sent</source>
            <translation>对比原图与实际发送的图片</translation>
        </message>
        <message>
            <source>Compare the last picture with what is sent</source>
            <translation>对比尾帧原图与实际发送的图片</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片列表</translation>
        </message>
        <message>
            <source>Add pictures</source>
            <translation>添加图片</translation>
        </message>
        <message>
            <source>Keep only this picture</source>
            <translation>只保留这张图片</translation>
        </message>
    </context>
    <context>
        <name>Crop</name>
        <message>
            <source>Background colour</source>
            <translation>背景颜色</translation>
        </message>
        <message>
            <source>{size} of {whole}</source>
            <translation>{size}（原图 {whole}）</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>比例</translation>
        </message>
        <message>
            <source>Free shape</source>
            <translation>自由比例</translation>
        </message>
        <message>
            <source>Shape {shape}</source>
            <translation>比例 {shape}</translation>
        </message>
        <message>
            <source>Free</source>
            <translation>自由</translation>
        </message>
        <message>
            <source>Background</source>
            <translation>背景</translation>
        </message>
        <message>
            <source>Background {colour}</source>
            <translation>背景{colour}</translation>
        </message>
        <message>
            <source>Other…</source>
            <translation>其他…</translation>
        </message>
        <message>
            <source>Choose another background colour</source>
            <translation>选择其他背景颜色</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>重置</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>Crop frame</source>
            <translation>裁剪框</translation>
        </message>
        <message>
            <source>{size}, {left} from the left, {top} from the top. Arrows move, Shift resizes.</source>
            <translation>{size}，距左 {left}，距上 {top}。方向键移动，按住 Shift 调整大小。</translation>
        </message>
    </context>
    <context>
        <name>Diagnostics</name>
        <message>
            <source>Diagnostics</source>
            <translation>诊断信息</translation>
        </message>
        <message>
            <source>Collecting…</source>
            <translation>正在收集…</translation>
        </message>
        <message>
            <source>Text to copy</source>
            <translation>将要复制的文字</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>This is exactly what is copied. It helps whoever looks into a problem. It contains no keys, prompts, links or names of your files.</source>
            <translation>下面就是将要复制的全部内容，可帮助排查问题。其中没有密钥、提示词、链接，也没有你的文件名。</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
        <message>
            <source>Diagnostics copied</source>
            <translation>诊断信息已复制</translation>
        </message>
    </context>
    <context>
        <name>Effects</name>
        <message>
            <source>For any picture with one clear subject.</source>
            <translation>适合主体清晰的任意图片。</translation>
        </message>
        <message>
            <source>The picture must show one person.</source>
            <translation>图片中必须有一个人。</translation>
        </message>
        <message>
            <source>The picture must show one person or animal.</source>
            <translation>图片中必须有一个人或一只动物。</translation>
        </message>
        <message>
            <source>The picture must show two people.</source>
            <translation>图片中必须有两个人。</translation>
        </message>
        <message>
            <source>Squeeze</source>
            <translation>解压捏捏</translation>
        </message>
        <message>
            <source>Hands squeeze it like clay.</source>
            <translation>双手像捏橡皮泥一样捏它。</translation>
        </message>
        <message>
            <source>Spin</source>
            <translation>转圈圈</translation>
        </message>
        <message>
            <source>It turns around itself.</source>
            <translation>主体原地转圈。</translation>
        </message>
        <message>
            <source>Poke</source>
            <translation>戳戳乐</translation>
        </message>
        <message>
            <source>A finger pokes it, and it yields.</source>
            <translation>手指一戳，它就凹下去。</translation>
        </message>
        <message>
            <source>Balloon</source>
            <translation>气球膨胀</translation>
        </message>
        <message>
            <source>It swells like a balloon.</source>
            <translation>主体像气球一样膨胀。</translation>
        </message>
        <message>
            <source>Dissolve</source>
            <translation>分子扩散</translation>
        </message>
        <message>
            <source>It dissolves into particles.</source>
            <translation>主体化为粒子散开。</translation>
        </message>
        <message>
            <source>Melt</source>
            <translation>热浪融化</translation>
        </message>
        <message>
            <source>It melts in the heat.</source>
            <translation>主体在高温中融化。</translation>
        </message>
        <message>
            <source>Ice cream</source>
            <translation>冰淇淋星球</translation>
        </message>
        <message>
            <source>It turns into ice cream.</source>
            <translation>主体变成冰淇淋。</translation>
        </message>
        <message>
            <source>Carousel</source>
            <translation>时光木马</translation>
        </message>
        <message>
            <source>The person rides on a carousel.</source>
            <translation>人物骑上旋转木马。</translation>
        </message>
        <message>
            <source>Love you</source>
            <translation>爱你哟</translation>
        </message>
        <message>
            <source>The person shapes a heart.</source>
            <translation>人物比出爱心。</translation>
        </message>
        <message>
            <source>Swing dance</source>
            <translation>摇摆时刻</translation>
        </message>
        <message>
            <source>The person sways to music.</source>
            <translation>人物随音乐摇摆。</translation>
        </message>
        <message>
            <source>Head swing dance</source>
            <translation>头号甩舞</translation>
        </message>
        <message>
            <source>The person dances and swings the head.</source>
            <translation>人物甩头起舞。</translation>
        </message>
        <message>
            <source>Star dance</source>
            <translation>星摇时刻</translation>
        </message>
        <message>
            <source>The person dances with raised arms.</source>
            <translation>人物举起双臂跳舞。</translation>
        </message>
        <message>
            <source>Finger dance</source>
            <translation>指感节奏</translation>
        </message>
        <message>
            <source>The person dances with the hands.</source>
            <translation>人物用双手打节奏。</translation>
        </message>
        <message>
            <source>Switch dance</source>
            <translation>舞动开关</translation>
        </message>
        <message>
            <source>The person suddenly begins to dance.</source>
            <translation>人物突然开始跳舞。</translation>
        </message>
        <message>
            <source>Mermaid</source>
            <translation>人鱼觉醒</translation>
        </message>
        <message>
            <source>The person becomes a mermaid.</source>
            <translation>人物变成美人鱼。</translation>
        </message>
        <message>
            <source>Graduation</source>
            <translation>学术加冕</translation>
        </message>
        <message>
            <source>The person gets cap and gown.</source>
            <translation>人物穿戴上学位服。</translation>
        </message>
        <message>
            <source>Monster chase</source>
            <translation>巨兽追袭</translation>
        </message>
        <message>
            <source>A giant beast comes after the person.</source>
            <translation>巨兽追赶人物。</translation>
        </message>
        <message>
            <source>Money rain</source>
            <translation>财从天降</translation>
        </message>
        <message>
            <source>Money rains on the person.</source>
            <translation>钞票从天而降。</translation>
        </message>
        <message>
            <source>Jellyfish</source>
            <translation>水母之约</translation>
        </message>
        <message>
            <source>Jellyfish float around the person.</source>
            <translation>水母在人物身边漂浮。</translation>
        </message>
        <message>
            <source>Through the eye</source>
            <translation>瞳孔穿越</translation>
        </message>
        <message>
            <source>The camera flies into the eye.</source>
            <translation>镜头穿入瞳孔。</translation>
        </message>
        <message>
            <source>Levitation</source>
            <translation>魔法悬浮</translation>
        </message>
        <message>
            <source>It floats up as if by magic.</source>
            <translation>主体像施了魔法一样悬浮起来。</translation>
        </message>
        <message>
            <source>Rose</source>
            <translation>赠人玫瑰</translation>
        </message>
        <message>
            <source>It holds out a rose.</source>
            <translation>主体递出一支玫瑰。</translation>
        </message>
        <message>
            <source>Crystal rose</source>
            <translation>闪亮玫瑰</translation>
        </message>
        <message>
            <source>It holds out a sparkling rose.</source>
            <translation>主体递出一支闪亮的玫瑰。</translation>
        </message>
        <message>
            <source>Hug</source>
            <translation>爱的抱抱</translation>
        </message>
        <message>
            <source>The two hug.</source>
            <translation>两人拥抱。</translation>
        </message>
        <message>
            <source>Kiss</source>
            <translation>唇齿相依</translation>
        </message>
        <message>
            <source>The two kiss.</source>
            <translation>两人亲吻。</translation>
        </message>
        <message>
            <source>Heart for two</source>
            <translation>双倍心动</translation>
        </message>
        <message>
            <source>The two shape a heart together.</source>
            <translation>两人一起比出爱心。</translation>
        </message>
        <message>
            <source>Hanfu</source>
            <translation>唐韵翩然</translation>
        </message>
        <message>
            <source>The person appears in a robe of the Tang dynasty.</source>
            <translation>人物身着唐装出场。</translation>
        </message>
        <message>
            <source>Robot</source>
            <translation>机甲变身</translation>
        </message>
        <message>
            <source>The person changes into a robot.</source>
            <translation>人物变身为机甲。</translation>
        </message>
        <message>
            <source>Magazine cover</source>
            <translation>闪耀封面</translation>
        </message>
        <message>
            <source>The person shines on a magazine cover.</source>
            <translation>人物登上杂志封面。</translation>
        </message>
        <message>
            <source>Mech awakening</source>
            <translation>机械觉醒</translation>
        </message>
        <message>
            <source>Armour grows around the person.</source>
            <translation>人物被机甲包裹。</translation>
        </message>
        <message>
            <source>Cyber entrance</source>
            <translation>赛博登场</translation>
        </message>
        <message>
            <source>The person enters in futuristic armour.</source>
            <translation>人物身着未来装甲登场。</translation>
        </message>
        <message>
            <source>No effect</source>
            <translation>无特效</translation>
        </message>
        <message>
            <source>Your prompt says what happens.</source>
            <translation>由你的提示词决定。</translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message>
            <source>Own</source>
            <translation>原声</translation>
        </message>
        <message>
            <source>The videos' own audio</source>
            <translation>视频原声</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Without audio</source>
            <translation>无声音</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Another audio file</source>
            <translation>其他音频文件</translation>
        </message>
        <message>
            <source>Choose audio…</source>
            <translation>选择音频…</translation>
        </message>
        <message>
            <source>Repeat until the video ends</source>
            <translation>循环到视频结束</translation>
        </message>
        <message>
            <source>Fade out at the end</source>
            <translation>结尾淡出</translation>
        </message>
        <message>
            <source>Choose audio</source>
            <translation>选择音频</translation>
        </message>
        <message>
            <source>Audio and videos ({pattern})</source>
            <translation>音频和视频 ({pattern})</translation>
        </message>
        <message>
            <source>No file yet</source>
            <translation>尚未选择文件</translation>
        </message>
        <message>
            <source>Audio from second</source>
            <translation>音频起始秒</translation>
        </message>
        <message>
            <source> s</source>
            <translation> 秒</translation>
        </message>
        <message>
            <source>Begin at</source>
            <translation>开始于</translation>
        </message>
        <message>
            <source>Audio</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Write the prompt into the file</source>
            <translation>将提示词写入文件</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>替换</translation>
        </message>
        <message>
            <source>Choose another name</source>
            <translation>换个名称</translation>
        </message>
        <message>
            <source>Export again</source>
            <translation>重新导出</translation>
        </message>
        <message>
            <source>Made for</source>
            <translation>用途</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>画幅</translation>
        </message>
        <message>
            <source>Colour of the bars</source>
            <translation>边条颜色</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Frame rate</source>
            <translation>帧率</translation>
        </message>
        <message>
            <source>Anything</source>
            <translation>不限</translation>
        </message>
        <message>
            <source>Size (shorter side)</source>
            <translation>尺寸（短边）</translation>
        </message>
        <message>
            <source>Fill the shape</source>
            <translation>填充方式</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>Quality</source>
            <translation>画质</translation>
        </message>
        <message>
            <source>Crop</source>
            <translation>裁剪</translation>
        </message>
        <message>
            <source>Cut off what doesn't fit</source>
            <translation>裁掉多余部分</translation>
        </message>
        <message>
            <source>Bars</source>
            <translation>边条</translation>
        </message>
        <message>
            <source>Show everything, with bars beside it</source>
            <translation>完整显示，两侧加边条</translation>
        </message>
        <message>
            <source>Blurred bars</source>
            <translation>模糊边条</translation>
        </message>
        <message>
            <source>Show everything, with the blurred picture beside it</source>
            <translation>完整显示，两侧用模糊画面填充</translation>
        </message>
        <message>
            <source>Quality: {name}</source>
            <translation>画质：{name}</translation>
        </message>
        <message>
            <source>First frame of the result</source>
            <translation>导出结果的首帧</translation>
        </message>
        <message>
            <source>Frame</source>
            <translation>裁剪框</translation>
        </message>
        <message>
            <source>Show the crop frame</source>
            <translation>显示裁剪框</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Show the result</source>
            <translation>显示结果</translation>
        </message>
        <message>
            <source>Exports</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Progress of the export</source>
            <translation>导出进度</translation>
        </message>
        <message>
            <source>Cancel export</source>
            <translation>取消导出</translation>
        </message>
        <message>
            <source>No exports yet.</source>
            <translation>暂无导出。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>Cancel {name}</source>
            <translation>取消 {name}</translation>
        </message>
        <message>
            <source>Show {name} in its folder</source>
            <translation>在文件夹中显示 {name}</translation>
        </message>
        <message>
            <source>Export {name} again</source>
            <translation>重新导出 {name}</translation>
        </message>
        <message>
            <source>File name</source>
            <translation>文件名</translation>
        </message>
        <message>
            <source>Folder…</source>
            <translation>文件夹…</translation>
        </message>
        <message>
            <source>Save as</source>
            <translation>存储为</translation>
        </message>
        <message>
            <source>Folder for exports</source>
            <translation>导出文件夹</translation>
        </message>
        <message>
            <source>in {folder}</source>
            <translation>位于 {folder}</translation>
        </message>
        <message>
            <source>Choose an audio file, or another audio.</source>
            <translation>请选择音频文件，或换一种声音。</translation>
        </message>
        <message>
            <source>Enter a file name without / \ : * ? " &lt; &gt; |.</source>
            <translation>请输入不含 / \ : * ? " &lt; &gt; | 的文件名。</translation>
        </message>
        <message>
            <source>Part of the video</source>
            <translation>视频片段</translation>
        </message>
        <message>
            <source>From second</source>
            <translation>起始秒</translation>
        </message>
        <message>
            <source>To second</source>
            <translation>结束秒</translation>
        </message>
        <message>
            <source>From</source>
            <translation>从</translation>
        </message>
        <message>
            <source>To</source>
            <translation>到</translation>
        </message>
        <message>
            <source>Add videos…</source>
            <translation>添加视频…</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>前移</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>后移</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Add videos</source>
            <translation>添加视频</translation>
        </message>
        <message>
            <source>Videos in their order</source>
            <translation>视频顺序</translation>
        </message>
        <message>
            <source>Plays everywhere</source>
            <translation>到处都能播放</translation>
        </message>
        <message>
            <source>Moves in chats and mails; silent, large, 256 colours</source>
            <translation>适合聊天和邮件；无声，文件大，256 色</translation>
        </message>
        <message>
            <source>Moves on web pages; silent, smaller than a GIF</source>
            <translation>适合网页；无声，比 GIF 小</translation>
        </message>
        <message>
            <source>For video editing; very large</source>
            <translation>用于剪辑；文件非常大</translation>
        </message>
        <message>
            <source>Best</source>
            <translation>最佳</translation>
        </message>
        <message>
            <source>Good</source>
            <translation>良好</translation>
        </message>
        <message>
            <source>Small</source>
            <translation>小文件</translation>
        </message>
        <message>
            <source>{place} takes at most {most}. Choose a shorter part.</source>
            <translation>{place}最长 {most}。请选择更短的片段。</translation>
        </message>
        <message>
            <source>{place} takes at most {size}. Choose a lower quality.</source>
            <translation>{place}最大 {size}。请选择更低的画质。</translation>
        </message>
        <message>
            <source>This format has no audio.</source>
            <translation>此格式没有声音。</translation>
        </message>
        <message>
            <source>The video is much smaller than this size and will look soft.</source>
            <translation>视频比这个尺寸小很多，画面会发虚。</translation>
        </message>
        <message>
            <source>As the video</source>
            <translation>与视频相同</translation>
        </message>
        <message>
            <source>Free</source>
            <translation>自由</translation>
        </message>
        <message>
            <source>Drag the edges of the frame</source>
            <translation>拖动边框</translation>
        </message>
        <message>
            <source>Square</source>
            <translation>方形</translation>
        </message>
        <message>
            <source>Portrait</source>
            <translation>竖屏</translation>
        </message>
        <message>
            <source>Landscape</source>
            <translation>横屏</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>{rate} fps</source>
            <translation>{rate} 帧/秒</translation>
        </message>
        <message numerus="yes">
            <source>Export %n videos as one</source>
            <translation>
                <numerusform>将 %n 个视频合并导出</numerusform>
            </translation>
        </message>
        <message>
            <source>about {size}</source>
            <translation>约 {size}</translation>
        </message>
        <message>
            <source>It needs about {needed}, and only {free} are free there. Choose another folder, or free up some space.</source>
            <translation>大约需要 {needed}，但那里只剩 {free}。请换一个文件夹，或腾出一些空间。</translation>
        </message>
        <message>
            <source>Replace “{name}”?</source>
            <translation>替换“{name}”？</translation>
        </message>
        <message>
            <source>A file of this name is in {folder} already.</source>
            <translation>{folder} 中已有同名文件。</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>{time} left</source>
            <translation>剩余 {time}</translation>
        </message>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>还有 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Exporting {name}</source>
            <translation>正在导出 {name}</translation>
        </message>
        <message>
            <source>Exported: {name}, {size}.</source>
            <translation>已导出：{name}，{size}。</translation>
        </message>
        <message>
            <source>It is only {seconds} long: the rest of the video couldn't be read.</source>
            <translation>时长只有 {seconds}：视频的其余部分无法读取。</translation>
        </message>
        <message>
            <source>The audio couldn't be read, so it is silent.</source>
            <translation>声音无法读取，因此没有声音。</translation>
        </message>
        <message>
            <source>{percent} %</source>
            <translation>{percent}%</translation>
        </message>
        <message>
            <source>Videos ({pattern})</source>
            <translation>视频 ({pattern})</translation>
        </message>
        <message>
            <source>All files ({pattern})</source>
            <translation>所有文件 ({pattern})</translation>
        </message>
    </context>
    <context>
        <name>Ideas</name>
        <message>
            <source>Camera</source>
            <translation>镜头</translation>
        </message>
        <message>
            <source>Add how the camera moves</source>
            <translation>添加运镜方式</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>光线</translation>
        </message>
        <message>
            <source>Add the light</source>
            <translation>添加光线</translation>
        </message>
        <message>
            <source>Movement</source>
            <translation>动作</translation>
        </message>
        <message>
            <source>Add what moves</source>
            <translation>添加动作</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Add what is heard</source>
            <translation>添加声音</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>示例</translation>
        </message>
        <message>
            <source>Whole prompts: examples, saved ones and earlier ones</source>
            <translation>完整提示词：示例、已保存的和历史记录</translation>
        </message>
        <message>
            <source>Save this prompt</source>
            <translation>保存当前提示词</translation>
        </message>
        <message>
            <source>Save this prompt (remove one first: {most} at most)</source>
            <translation>保存当前提示词（最多 {most} 条，请先移除一条）</translation>
        </message>
        <message>
            <source>Saved prompts</source>
            <translation>已保存的提示词</translation>
        </message>
        <message>
            <source>Remove a saved prompt</source>
            <translation>移除已保存的提示词</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史记录</translation>
        </message>
    </context>
    <context>
        <name>JobFilters</name>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Active</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>New</source>
            <translation>未看</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>星标</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>最新在前</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>最早在前</translation>
        </message>
        <message>
            <source>Most expensive first</source>
            <translation>价格从高到低</translation>
        </message>
        <message>
            <source>Longest first</source>
            <translation>时长从长到短</translation>
        </message>
        <message>
            <source>By title</source>
            <translation>按标题</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Search jobs</source>
            <translation>搜索任务</translation>
        </message>
        <message>
            <source>Clear search</source>
            <translation>清除搜索</translation>
        </message>
        <message>
            <source>Sort</source>
            <translation>排序</translation>
        </message>
        <message>
            <source>Filter by label</source>
            <translation>按标签筛选</translation>
        </message>
        <message>
            <source>All labels</source>
            <translation>全部标签</translation>
        </message>
        <message>
            <source>{label} ({count})</source>
            <translation>{label}（{count}）</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>列表</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>网格</translation>
        </message>
        <message>
            <source>Show all jobs</source>
            <translation>显示全部任务</translation>
        </message>
        <message>
            <source>Nothing found for “{text}”</source>
            <translation>没有找到“{text}”</translation>
        </message>
        <message numerus="yes">
            <source>%n found</source>
            <translation>
                <numerusform>找到 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Try fewer or shorter words.</source>
            <translation>请换更少或更短的词试试。</translation>
        </message>
        <message>
            <source>Nothing here has this label</source>
            <translation>这里没有带此标签的任务</translation>
        </message>
        <message>
            <source>Choose another label or another filter.</source>
            <translation>请选择其他标签或筛选条件。</translation>
        </message>
        <message>
            <source>Nothing is being made</source>
            <translation>没有正在生成的视频</translation>
        </message>
        <message>
            <source>Press Generate, and the video appears here until it is finished.</source>
            <translation>点击“生成”后，视频会显示在这里，直到完成。</translation>
        </message>
        <message>
            <source>No new videos</source>
            <translation>没有未看的视频</translation>
        </message>
        <message>
            <source>Finished videos appear here until you watch them.</source>
            <translation>完成的视频会显示在这里，直到您看过。</translation>
        </message>
        <message>
            <source>Nothing failed</source>
            <translation>没有失败的任务</translation>
        </message>
        <message>
            <source>What ends without a video appears here with the reason.</source>
            <translation>没有生成视频的任务会连同原因显示在这里。</translation>
        </message>
        <message>
            <source>No starred videos</source>
            <translation>没有星标视频</translation>
        </message>
        <message>
            <source>Press the star at the end of a row to find its video here again.</source>
            <translation>点击行尾的星标，之后可在这里找到该视频。</translation>
        </message>
    </context>
    <context>
        <name>JobTable</name>
        <message>
            <source>Save the list as CSV</source>
            <translation>将列表保存为 CSV</translation>
        </message>
        <message>
            <source>Wan Desk jobs {date}.csv</source>
            <translation>Wan Desk 任务 {date}.csv</translation>
        </message>
        <message numerus="yes">
            <source>%n jobs were saved in {name}.</source>
            <translation>
                <numerusform>已将 %n 个任务保存到 {name}。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} can't be saved: {reason}. Choose another folder.</source>
            <translation>无法保存 {name}：{reason}。请选择其他文件夹。</translation>
        </message>
        <message>
            <source>created</source>
            <translation>创建时间</translation>
        </message>
        <message>
            <source>state</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>starred</source>
            <translation>星标</translation>
        </message>
        <message>
            <source>region</source>
            <translation>地域</translation>
        </message>
        <message>
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>resolution</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>秒数</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>cost</source>
            <translation>费用</translation>
        </message>
        <message>
            <source>currency</source>
            <translation>币种</translation>
        </message>
        <message>
            <source>video</source>
            <translation>视频</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>task ID</source>
            <translation>任务 ID</translation>
        </message>
        <message>
            <source>job</source>
            <translation>任务</translation>
        </message>
    </context>
    <context>
        <name>Jobs</name>
        <message>
            <source>Loading…</source>
            <translation>正在载入…</translation>
        </message>
        <message>
            <source>Preparing your picture</source>
            <translation>正在准备图片</translation>
        </message>
        <message>
            <source>Uploading {done} of {total}</source>
            <translation>正在上传 {done} / {total}</translation>
        </message>
        <message>
            <source>Uploading</source>
            <translation>正在上传</translation>
        </message>
        <message>
            <source>Sending {done} of {total}</source>
            <translation>正在提交 {done} / {total}</translation>
        </message>
        <message>
            <source>Sending your request</source>
            <translation>正在提交请求</translation>
        </message>
        <message>
            <source>It isn't certain that Alibaba received this order. It will not be sent again automatically.</source>
            <translation>不确定阿里云是否收到了这个任务。它不会自动重新发送。</translation>
        </message>
        <message>
            <source>In Alibaba's queue · {time}</source>
            <translation>阿里云排队中 · {time}</translation>
        </message>
        <message>
            <source>Downloading {done} of {total}</source>
            <translation>正在下载 {done} / {total}</translation>
        </message>
        <message>
            <source>Downloading your video</source>
            <translation>正在下载视频</translation>
        </message>
        <message>
            <source>{time}, longer than usual</source>
            <translation>{time}，比平时久</translation>
        </message>
        <message>
            <source>{time}, usually 1 to 5 minutes</source>
            <translation>{time}，通常需要 1 至 5 分钟</translation>
        </message>
        <message>
            <source>{time}, usually {usual}</source>
            <translation>{time}，通常需要 {usual}</translation>
        </message>
        <message>
            <source>next to be sent</source>
            <translation>下一个发送</translation>
        </message>
        <message numerus="yes">
            <source>%n ahead</source>
            <translation>
                <numerusform>前面还有 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Waiting for your API key. Check Settings.</source>
            <translation>正在等待 API Key。请检查“设置”。</translation>
        </message>
        <message>
            <source>The download was damaged. Downloading again.</source>
            <translation>下载的视频已损坏，正在重新下载。</translation>
        </message>
        <message>
            <source>Waiting for the network</source>
            <translation>正在等待网络</translation>
        </message>
        <message>
            <source>Imported video</source>
            <translation>导入的视频</translation>
        </message>
        <message>
            <source>Pasted picture</source>
            <translation>粘贴的图片</translation>
        </message>
        <message>
            <source>The download was too large. Downloading it again is free.</source>
            <translation>下载的文件太大。重新下载是免费的。</translation>
        </message>
        <message>
            <source>The video can't be opened. Downloading it again is free.</source>
            <translation>视频无法打开。重新下载免费。</translation>
        </message>
        <message>
            <source>Can't save to the videos folder. Kept in Wan Desk.</source>
            <translation>无法保存到视频文件夹，视频暂存在 Wan Desk 中。</translation>
        </message>
        <message>
            <source>Longer than usual · {time}</source>
            <translation>比平时久 · {time}</translation>
        </message>
        <message>
            <source>Generating · {time}, usually 1 to 5 minutes</source>
            <translation>生成中 · {time}，通常 1 到 5 分钟</translation>
        </message>
        <message>
            <source>Generating · {time}, usually {usual}</source>
            <translation>生成中 · {time}，通常 {usual}</translation>
        </message>
        <message>
            <source>Alibaba keeps it for {time} more</source>
            <translation>阿里云还保留 {time}</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours} 小时 {minutes} 分</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} 分钟</translation>
        </message>
        <message>
            <source>{day} {time}</source>
            <translation>{day} {time}</translation>
        </message>
        <message>
            <source>Blocked by this network</source>
            <translation>被当前网络屏蔽</translation>
        </message>
        <message>
            <source>kept until {time}</source>
            <translation>保留到{time}</translation>
        </message>
        <message>
            <source>Disk full. Free up {missing} to continue.</source>
            <translation>磁盘已满。请再腾出 {missing}。</translation>
        </message>
        <message>
            <source>This network blocks {host}. The video is kept there until {time}.</source>
            <translation>当前网络屏蔽了 {host}。视频在那里保留到{time}。</translation>
        </message>
        <message>
            <source>Your video list can't be saved right now. Retrying.</source>
            <translation>现在无法保存视频列表，正在自动重试。</translation>
        </message>
        <message>
            <source>The keyring is locked. Unlock it to continue.</source>
            <translation>密钥环已锁定。解锁后继续。</translation>
        </message>
        <message>
            <source>Your API key isn't sent to {host} until you allow it.</source>
            <translation>经你允许后，API Key 才会发送到 {host}。</translation>
        </message>
        <message>
            <source>The download link isn't safe. Requesting a new one.</source>
            <translation>下载链接不安全，正在获取新的链接。</translation>
        </message>
        <message>
            <source>Downloaded, but another app is using the file. Retrying.</source>
            <translation>已下载完成，但文件被其他程序占用，正在重试。</translation>
        </message>
        <message>
            <source>Ordered with another API key. Enter it before {time}.</source>
            <translation>用另一个 API Key 提交的。请在{time}之前换回。</translation>
        </message>
        <message>
            <source>Ordered with another API key. Enter it to download.</source>
            <translation>用另一个 API Key 提交的。换回后即可下载。</translation>
        </message>
        <message>
            <source>Not in Alibaba's list right now. Checking every few minutes.</source>
            <translation>阿里云的列表中暂时没有，每隔几分钟检查一次。</translation>
        </message>
        <message>
            <source>Finished, waiting for the download link.</source>
            <translation>已生成，正在等待下载链接。</translation>
        </message>
        <message>
            <source>Top up your Alibaba account to continue.</source>
            <translation>请为阿里云账号充值。</translation>
        </message>
        <message>
            <source>Your video list can't be saved. Restart Wan Desk.</source>
            <translation>无法保存视频列表。请重启 Wan Desk。</translation>
        </message>
        <message>
            <source>Alibaba is busy. Retrying automatically.</source>
            <translation>阿里云繁忙，正在自动重试。</translation>
        </message>
        <message>
            <source>Checking that this wasn't sent already</source>
            <translation>正在确认是否已发送过</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>Alibaba isn't responding properly. Retrying.</source>
            <translation>阿里云没有正常响应，正在重试。</translation>
        </message>
        <message>
            <source>Disk full. Free up some space to continue.</source>
            <translation>磁盘已满。请腾出空间。</translation>
        </message>
        <message>
            <source>Waiting for Practice</source>
            <translation>正在等待练习模式</translation>
        </message>
        <message>
            <source>Can't save to the videos folder. Check its permissions.</source>
            <translation>无法保存到视频文件夹。请检查它的权限。</translation>
        </message>
        <message>
            <source>This network blocks the video. Try another network.</source>
            <translation>当前网络屏蔽了视频。请换一个网络。</translation>
        </message>
        <message>
            <source>Video ready. Requesting a new download link.</source>
            <translation>视频已生成，正在获取新的下载链接。</translation>
        </message>
        <message>
            <source>Alibaba's order list isn't available. Retrying.</source>
            <translation>阿里云的任务列表暂时无法读取，正在重试。</translation>
        </message>
        <message>
            <source>The disk is read-only. Make it writable to continue.</source>
            <translation>磁盘是只读的，改为可写后会继续。</translation>
        </message>
        <message>
            <source>The disk isn't there. Connect it to continue.</source>
            <translation>找不到磁盘，连接后会继续。</translation>
        </message>
        <message>
            <source>Can't write to the disk. Change its permissions.</source>
            <translation>无法写入磁盘，请修改它的权限。</translation>
        </message>
        <message>
            <source>Pay your Alibaba bill to continue.</source>
            <translation>请结清阿里云账单。</translation>
        </message>
        <message>
            <source>Raise your Alibaba account's budget to continue.</source>
            <translation>请调高阿里云账号的预算。</translation>
        </message>
        <message>
            <source>Purchase this service in the console to continue.</source>
            <translation>请在控制台开通此服务。</translation>
        </message>
        <message>
            <source>Free quota used up. Turn on pay-as-you-go to continue.</source>
            <translation>免费额度已用完。请开通按量付费。</translation>
        </message>
        <message>
            <source>Free quota used up. Turn off "free tier only" to continue.</source>
            <translation>免费额度已用完。请关闭“免费额度用完即停”。</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>Alibaba no longer has this video.</source>
            <translation>阿里云已不再保存这个视频。</translation>
        </message>
        <message>
            <source>This video couldn't be made.</source>
            <translation>这个视频未能生成。</translation>
        </message>
        <message>
            <source>You were not charged.</source>
            <translation>没有产生费用。</translation>
        </message>
        <message>
            <source>It isn't known yet whether you were charged.</source>
            <translation>目前还不清楚是否产生费用。</translation>
        </message>
        <message>
            <source>You were charged for this video, once.</source>
            <translation>这个视频已计费一次。</translation>
        </message>
        <message>
            <source>Your picture and prompt are kept with this job.</source>
            <translation>你的图片和提示词都保留在这个任务里。</translation>
        </message>
        <message>
            <source>This video wasn't made</source>
            <translation>视频未能生成</translation>
        </message>
        <message>
            <source>Queued (not sent yet)</source>
            <translation>排队中（尚未发送）</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>已取消。</translation>
        </message>
        <message>
            <source>It will continue automatically</source>
            <translation>之后会自动继续</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>This isn't a video</source>
            <translation>这不是视频</translation>
        </message>
        <message>
            <source>This video is no longer available</source>
            <translation>这个视频已无法获取</translation>
        </message>
        <message>
            <source>Getting ready</source>
            <translation>正在准备</translation>
        </message>
        <message>
            <source>In Alibaba's queue</source>
            <translation>阿里云排队中</translation>
        </message>
        <message>
            <source>Your video is being made</source>
            <translation>视频正在生成</translation>
        </message>
        <message>
            <source>This download is too large</source>
            <translation>下载的文件太大</translation>
        </message>
        <message>
            <source>This video can't be opened</source>
            <translation>这个视频无法打开</translation>
        </message>
        <message>
            <source>Your video is ready</source>
            <translation>视频已生成</translation>
        </message>
        <message>
            <source>{length} (measured)</source>
            <translation>{length}（实测）</translation>
        </message>
        <message>
            <source>“{prompt}”</source>
            <translation>“{prompt}”</translation>
        </message>
        <message>
            <source>Moved or deleted. It was in {folder}.</source>
            <translation>已移动或删除，原在 {folder}。</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>Ready, not watched yet</source>
            <translation>已完成，尚未观看</translation>
        </message>
        <message>
            <source>Practice</source>
            <translation>练习</translation>
        </message>
        <message>
            <source>Jobs</source>
            <translation>任务</translation>
        </message>
        <message numerus="yes">
            <source>%n being made</source>
            <translation>
                <numerusform>%n 个正在生成</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be sent</source>
            <translation>
                <numerusform>%n 个等待发送</numerusform>
            </translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message numerus="yes">
            <source>%n new videos</source>
            <translation>
                <numerusform>%n 个新视频</numerusform>
            </translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>MMMM d</source>
            <comment>a date without its year, in Qt's format</comment>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>MMMM d, yyyy</source>
            <comment>a date, in Qt's format</comment>
            <translation>yyyy年M月d日</translation>
        </message>
        <message numerus="yes">
            <source>%n videos</source>
            <translation>
                <numerusform>%n 个视频</numerusform>
            </translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>Your earlier videos are not in this list</source>
            <translation>以前的视频不在这个列表中</translation>
        </message>
        <message>
            <source>Their files in your videos folder are safe. To look for others, use File &gt; Find missing videos.</source>
            <translation>视频文件夹里的文件是安全的。要找回其他视频，请用“文件 &gt; 查找缺失的视频”。</translation>
        </message>
        <message>
            <source>Reading your videos…</source>
            <translation>正在读取视频列表…</translation>
        </message>
        <message>
            <source>Your videos can't be listed right now</source>
            <translation>现在无法显示视频列表</translation>
        </message>
        <message>
            <source>Nothing is lost. Wan Desk tries again automatically.</source>
            <translation>什么都不会丢失，Wan Desk 会自动重试。</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Your picture is ready. Describe what should move, and press Generate.</source>
            <translation>图片已就绪。描述想让什么动起来，然后点击“生成”。</translation>
        </message>
        <message>
            <source>Bring a picture to life</source>
            <translation>让图片动起来</translation>
        </message>
        <message>
            <source>Choose a picture on the left, describe what should move, and press Generate.</source>
            <translation>在左侧选择一张图片，描述想让什么动起来，然后点击“生成”。</translation>
        </message>
    </context>
    <context>
        <name>Ledger</name>
        <message>
            <source>What your videos cost</source>
            <translation>视频费用</translation>
        </message>
        <message>
            <source>Sum up by</source>
            <translation>汇总方式</translation>
        </message>
        <message>
            <source>By day</source>
            <translation>按天</translation>
        </message>
        <message>
            <source>By month</source>
            <translation>按月</translation>
        </message>
        <message>
            <source>By model</source>
            <translation>按模型</translation>
        </message>
        <message>
            <source>By region</source>
            <translation>按地域</translation>
        </message>
        <message>
            <source>By label</source>
            <translation>按标签</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>视频数</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>费用</translation>
        </message>
        <message numerus="yes">
            <source>%n of unknown price</source>
            <translation>
                <numerusform>%n 个价格未知</numerusform>
            </translation>
        </message>
        <message>
            <source>No video has cost anything yet.</source>
            <translation>还没有产生费用的视频。</translation>
        </message>
        <message>
            <source>Seconds as Alibaba bills them, times the list price of the day. Free quotas and discounts are not known here. Removed videos are included; Practice and imported videos are not.</source>
            <translation>按阿里云计费的秒数乘以当天的目录价计算，免费额度和折扣未计入。包含已移除的视频，不包含练习和导入的视频。</translation>
        </message>
        <message>
            <source>Save as CSV…</source>
            <translation>另存为 CSV…</translation>
        </message>
        <message>
            <source>Wan Desk costs {date}.csv</source>
            <translation>Wan Desk 费用 {date}.csv</translation>
        </message>
        <message>
            <source>Saved as {name}.</source>
            <translation>已保存为 {name}。</translation>
        </message>
        <message>
            <source>{name} can't be saved: {reason}. Choose another folder.</source>
            <translation>无法保存 {name}：{reason}。请换一个文件夹。</translation>
        </message>
        <message>
            <source>MMMM yyyy</source>
            <translation>yyyy年M月</translation>
        </message>
        <message>
            <source>Without a label</source>
            <translation>无标签</translation>
        </message>
        <message>
            <source>time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>region</source>
            <translation>地域</translation>
        </message>
        <message>
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>resolution</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>秒数</translation>
        </message>
        <message>
            <source>cost</source>
            <translation>费用</translation>
        </message>
        <message>
            <source>currency</source>
            <translation>货币</translation>
        </message>
        <message>
            <source>job</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>label</source>
            <translation>标签</translation>
        </message>
    </context>
    <context>
        <name>Licences</name>
        <message>
            <source>About these licences</source>
            <translation>关于许可证</translation>
        </message>
        <message>
            <source>Licences</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>Components</source>
            <translation>组件</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>Wan Desk is free software, and includes programs and libraries of others.</source>
            <translation>Wan Desk 是自由软件，并包含他人的程序和库。</translation>
        </message>
        <message>
            <source>Copy text</source>
            <translation>复制文本</translation>
        </message>
    </context>
    <context>
        <name>Locating</name>
        <message>
            <source>Where is this video now?</source>
            <translation>这个视频现在在哪里？</translation>
        </message>
        <message>
            <source>{name} was in {folder}. Other videos that moved with it are found, too. No file is changed.</source>
            <translation>{name} 原在 {folder}。一起移动的其他视频也会找到。不会更改任何文件。</translation>
        </message>
        <message>
            <source>Choose the video…</source>
            <translation>选择视频…</translation>
        </message>
        <message>
            <source>Choose its folder…</source>
            <translation>选择文件夹…</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Videos ({patterns})</source>
            <translation>视频 ({patterns})</translation>
        </message>
        <message numerus="yes">
            <source>%n videos were found and play again.</source>
            <translation>
                <numerusform>已找到 %n 个视频，可再次播放。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Marks</name>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message numerus="yes">
            <source>Label %n videos</source>
            <translation>
                <numerusform>给 %n 个视频加标签</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Note for %n videos</source>
            <translation>
                <numerusform>%n 个视频的备注</numerusform>
            </translation>
        </message>
        <message>
            <source>Without a name, the prompt stands in its place.</source>
            <translation>没有名称时显示提示词。</translation>
        </message>
        <message>
            <source>Rename the video file, too</source>
            <translation>同时重命名视频文件</translation>
        </message>
        <message>
            <source>One word for what belongs together, such as a customer or a project.</source>
            <translation>用一个词标记同属一组的视频，例如客户或项目。</translation>
        </message>
        <message>
            <source>Only for you: it is never sent anywhere.</source>
            <translation>仅供自己查看，不会发送到任何地方。</translation>
        </message>
        <message>
            <source>Different now. What you save replaces all of them.</source>
            <translation>目前各不相同，保存后会全部替换。</translation>
        </message>
        <message>
            <source>Your labels</source>
            <translation>已有标签</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message numerus="yes">
            <source>Starred %n videos.</source>
            <translation>
                <numerusform>已给 %n 个视频加星标。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Took the star off %n videos.</source>
            <translation>
                <numerusform>已取消 %n 个视频的星标。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Took the label off %n videos.</source>
            <translation>
                <numerusform>已去掉 %n 个视频的标签。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Labelled %n videos.</source>
            <translation>
                <numerusform>已给 %n 个视频加标签。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Saved the note of %n videos.</source>
            <translation>
                <numerusform>已保存 %n 个视频的备注。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Renamed %n videos.</source>
            <translation>
                <numerusform>已重命名 %n 个视频。</numerusform>
            </translation>
        </message>
        <message>
            <source>Undone.</source>
            <translation>已撤销。</translation>
        </message>
    </context>
    <context>
        <name>MaybeSent</name>
        <message>
            <source>Maybe sent already. You decide.</source>
            <translation>可能已发送过。请确认。</translation>
        </message>
        <message>
            <source>Queued over a day ago. Send it now?</source>
            <translation>排队已超过一天，要发送吗？</translation>
        </message>
        <message>
            <source>Queued before the clock changed. Send it now?</source>
            <translation>排队后电脑时间改过，要发送吗？</translation>
        </message>
        <message>
            <source>Queued with another API key. Send it now?</source>
            <translation>排队时用的是另一个 API Key，要发送吗？</translation>
        </message>
        <message>
            <source>Can't check if this was sent already. Send it now?</source>
            <translation>无法确认是否已发送过，要发送吗？</translation>
        </message>
        <message>
            <source>Was this order sent already?</source>
            <translation>这个请求已经发送过了吗？</translation>
        </message>
        <message>
            <source>Should this order still be sent?</source>
            <translation>这个请求还要发送吗？</translation>
        </message>
        <message numerus="yes">
            <source>%n videos at Alibaba could be this one. They were made after you queued this order, and your list may be an older copy.</source>
            <translation>
                <numerusform>阿里云上有 %n 个视频可能就是它，都是在你的请求排队之后生成的，而你的列表可能是旧的副本。</numerusform>
            </translation>
        </message>
        <message>
            <source>It has waited for more than a day. Alibaba lists the last 24 hours only, so Wan Desk can't check whether it was sent already.</source>
            <translation>它已等待超过一天。阿里云只列出最近 24 小时的任务，Wan Desk 无法确认它是否已发送过。</translation>
        </message>
        <message>
            <source>The computer's clock has changed since you queued this order. Wan Desk can't tell when that was, so it can't check whether it was sent already.</source>
            <translation>请求排队之后，电脑时间改过。Wan Desk 不知道它是何时排队的，因此无法确认它是否已发送过。</translation>
        </message>
        <message>
            <source>Your API key is not the one that was set when you queued this order. If that one belongs to another account, Wan Desk can't check there whether it was sent already.</source>
            <translation>这个请求排队时设置的 API Key 和现在的不同。如果原来的 Key 属于另一个账号，Wan Desk 无法在那里确认它是否已发送过。</translation>
        </message>
        <message>
            <source>The list of your videos at Alibaba can't be read, so it isn't certain that this order wasn't sent already.</source>
            <translation>无法读取你在阿里云上的视频列表，因此不能确定这个请求是否已发送过。</translation>
        </message>
        <message>
            <source>Look first: if it is this one, choosing it is free. If not, send the order ({cost}).</source>
            <translation>请先查看：如果就是它，选择它是免费的；如果不是，就发送请求（{cost}）。</translation>
        </message>
        <message>
            <source>Send it ({cost}), or cancel it if you have the video already.</source>
            <translation>发送（{cost}）；如果已有这个视频，请取消。</translation>
        </message>
        <message>
            <source>Send &amp;it</source>
            <translation>发送(&amp;I)</translation>
        </message>
        <message>
            <source>Send &amp;it · {cost}</source>
            <translation>发送 · {cost}(&amp;I)</translation>
        </message>
        <message>
            <source>Is this your video?</source>
            <translation>这是你的视频吗？</translation>
        </message>
        <message>
            <source>These videos were made with the same model after you queued your order. Choosing is free.</source>
            <translation>这些视频是在你的请求排队之后用同一模型生成的。选择是免费的。</translation>
        </message>
        <message>
            <source>It is this one</source>
            <translation>就是它</translation>
        </message>
        <message>
            <source>None of these: your order is sent. Price: {cost}.</source>
            <translation>都不是：发送你的请求。价格：{cost}。</translation>
        </message>
        <message>
            <source>These videos are in your list already, or Alibaba no longer lists them. Send the order or cancel it.</source>
            <translation>这些视频已在你的列表中，或阿里云不再列出。请发送请求，或取消它。</translation>
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>Open &amp;picture…</source>
            <translation>打开图片(&amp;P)…</translation>
        </message>
        <message>
            <source>Open &amp;audio…</source>
            <translation>打开音频(&amp;A)…</translation>
        </message>
        <message>
            <source>&amp;Find missing videos…</source>
            <translation>查找缺失的视频(&amp;F)…</translation>
        </message>
        <message>
            <source>&amp;Import by task ID…</source>
            <translation>按任务 ID 导入(&amp;I)…</translation>
        </message>
        <message>
            <source>Copy &amp;diagnostics…</source>
            <translation>复制诊断信息(&amp;D)…</translation>
        </message>
        <message>
            <source>Show &amp;videos folder</source>
            <translation>打开视频文件夹(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Settings…</source>
            <translation>设置(&amp;S)…</translation>
        </message>
        <message>
            <source>&amp;Window</source>
            <translation>窗口(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;Minimise</source>
            <translation>最小化(&amp;M)</translation>
        </message>
        <message>
            <source>&amp;Zoom</source>
            <translation>缩放(&amp;Z)</translation>
        </message>
        <message>
            <source>&amp;Close</source>
            <translation>关闭(&amp;C)</translation>
        </message>
        <message>
            <source>Open fol&amp;der of pictures…</source>
            <translation>打开图片文件夹(&amp;D)…</translation>
        </message>
        <message>
            <source>From &amp;web address…</source>
            <translation>从网址添加(&amp;W)…</translation>
        </message>
        <message>
            <source>&amp;Orders from CSV…</source>
            <translation>从 CSV 批量生成(&amp;O)…</translation>
        </message>
        <message>
            <source>Save the list as &amp;CSV…</source>
            <translation>将列表保存为 CSV(&amp;C)…</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>编辑(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <source>Cu&amp;t</source>
            <translation>剪切(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>复制(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Paste</source>
            <translation>粘贴(&amp;P)</translation>
        </message>
        <message>
            <source>Select &amp;all</source>
            <translation>全选(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Find</source>
            <translation>查找(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>生成(&amp;G)</translation>
        </message>
        <message>
            <source>&amp;Pause all orders</source>
            <translation>暂停所有任务(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Resume orders</source>
            <translation>继续发送任务(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Jobs as</source>
            <translation>任务显示为(&amp;J)</translation>
        </message>
        <message>
            <source>&amp;Place of jobs</source>
            <translation>任务的位置(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Details</source>
            <translation>详情(&amp;D)</translation>
        </message>
        <message>
            <source>Go to &amp;notice</source>
            <translation>转到提示(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>Get a &amp;key</source>
            <translation>获取 API Key(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;Licences</source>
            <translation>许可证(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;About Wan Desk</source>
            <translation>关于 Wan Desk(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>Same as &amp;system</source>
            <translation>跟随系统(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>浅色(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>深色(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Rows</source>
            <translation>列表(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Grid</source>
            <translation>网格(&amp;G)</translation>
        </message>
        <message>
            <source>&amp;Automatic</source>
            <translation>自动(&amp;A)</translation>
        </message>
        <message>
            <source>At the &amp;right</source>
            <translation>在右侧(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Below the stage</source>
            <translation>在下方(&amp;B)</translation>
        </message>
        <message>
            <source>&amp;Hidden</source>
            <translation>隐藏(&amp;H)</translation>
        </message>
        <message>
            <source>Vide&amp;o</source>
            <translation>视频(&amp;O)</translation>
        </message>
    </context>
    <context>
        <name>Missing</name>
        <message>
            <source>Find missing videos</source>
            <translation>查找缺失的视频</translation>
        </message>
        <message>
            <source>Videos from the last 24 hours at Alibaba that aren't in your list. Adding them is free.</source>
            <translation>阿里云过去 24 小时内生成、但不在你列表中的视频。添加免费。</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>再查一次</translation>
        </message>
        <message>
            <source>Asking Alibaba…</source>
            <translation>正在查询阿里云…</translation>
        </message>
        <message>
            <source>Made with your API key</source>
            <translation>用你的 API Key 生成</translation>
        </message>
        <message>
            <source>Made in Practice</source>
            <translation>在练习模式中生成</translation>
        </message>
        <message>
            <source>Made with the same account, perhaps by someone else</source>
            <translation>用同一账号生成，可能是别人的</translation>
        </message>
        <message>
            <source>Select all: {group}</source>
            <translation>全选：{group}</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
        <message>
            <source>Select: {video}</source>
            <translation>选择：{video}</translation>
        </message>
        <message>
            <source>Add to list</source>
            <translation>添加到列表</translation>
        </message>
        <message>
            <source>Add selected (free)</source>
            <translation>添加所选（免费）</translation>
        </message>
        <message numerus="yes">
            <source>Add %n videos (free)</source>
            <translation>
                <numerusform>添加 %n 个视频（免费）</numerusform>
            </translation>
        </message>
        <message>
            <source>Show in list</source>
            <translation>在列表中显示</translation>
        </message>
        <message>
            <source>Adding…</source>
            <translation>正在添加…</translation>
        </message>
        <message>
            <source>In your list</source>
            <translation>已在你的列表中</translation>
        </message>
        <message>
            <source>Every video that this account made in the last 24 hours is already in your list.</source>
            <translation>这个账号过去 24 小时内生成的视频都已在你的列表中。</translation>
        </message>
        <message>
            <source>In Alibaba's queue</source>
            <translation>阿里云排队中</translation>
        </message>
        <message>
            <source>Failed or cancelled</source>
            <translation>失败或已取消</translation>
        </message>
        <message>
            <source>Status unknown</source>
            <translation>状态未知</translation>
        </message>
        <message>
            <source>requested {time}</source>
            <translation>提交时间 {time}</translation>
        </message>
        <message>
            <source>available until {time}</source>
            <translation>有效期至{time}</translation>
        </message>
        <message>
            <source>The prompt is shown once the video is finished</source>
            <translation>视频完成后显示提示词</translation>
        </message>
        <message>
            <source>No prompt</source>
            <translation>没有提示词</translation>
        </message>
        <message numerus="yes">
            <source>%n videos from the last 24 hours at Alibaba aren't in your list.</source>
            <translation>
                <numerusform>阿里云上有 %n 个过去 24 小时内的视频不在你的列表中。</numerusform>
            </translation>
        </message>
        <message>
            <source>Import by task ID</source>
            <translation>按任务 ID 导入</translation>
        </message>
        <message>
            <source>Adds a video that was requested elsewhere, by the task ID from Alibaba. It's free; IDs are valid for 24 hours.</source>
            <translation>用阿里云的任务 ID 添加在别处提交的视频。免费；任务 ID 在 24 小时内有效。</translation>
        </message>
        <message>
            <source>Task ID</source>
            <translation>任务 ID</translation>
        </message>
        <message>
            <source>A task ID has 36 characters, like 0385dc79-5ff8-4d82-bcb6-…</source>
            <translation>任务 ID 有 36 个字符，例如 0385dc79-5ff8-4d82-bcb6-…</translation>
        </message>
        <message>
            <source>Add video (free)</source>
            <translation>添加视频（免费）</translation>
        </message>
        <message>
            <source>These videos were requested at the same time as yours, with the same model. Choosing is free.</source>
            <translation>这些视频与你的视频同时提交，用的是同一个模型。选择免费。</translation>
        </message>
        <message>
            <source>Your request</source>
            <translation>你的请求</translation>
        </message>
        <message>
            <source>This is mine</source>
            <translation>这是我的</translation>
        </message>
        <message>
            <source>None of these: Wan Desk keeps looking for your video. That is free, and nothing is ordered twice.</source>
            <translation>都不是：Wan Desk 会继续查找你的视频。查找免费，也不会重复提交。</translation>
        </message>
        <message numerus="yes">
            <source>Show %n more</source>
            <translation>
                <numerusform>再显示 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Open Settings</source>
            <translation>打开设置</translation>
        </message>
        <message numerus="yes">
            <source>%n videos found</source>
            <translation>
                <numerusform>找到 %n 个视频</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing is lost</source>
            <translation>没有丢失的视频</translation>
        </message>
        <message>
            <source>Being made</source>
            <translation>生成中</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Which one is your video?</source>
            <translation>哪一个是你的视频？</translation>
        </message>
        <message>
            <source>Video {number}</source>
            <translation>视频 {number}</translation>
        </message>
        <message>
            <source>None of these</source>
            <translation>都不是</translation>
        </message>
        <message>
            <source>Decide later</source>
            <translation>以后再决定</translation>
        </message>
        <message>
            <source>Alibaba no longer lists these videos. Wan Desk keeps looking automatically.</source>
            <translation>阿里云已不再列出这些视频。Wan Desk 会自动继续查找。</translation>
        </message>
        <message>
            <source>No picture</source>
            <translation>没有图片</translation>
        </message>
        <message>
            <source>Picture of: {video}</source>
            <translation>图片：{video}</translation>
        </message>
    </context>
    <context>
        <name>ModelChanges</name>
        <message>
            <source>; </source>
            <translation>；</translation>
        </message>
        <message>
            <source>{name} ({id})</source>
            <translation>{name}（{id}）</translation>
        </message>
        <message>
            <source>New in the family {family}: {model}. Wan Desk doesn't know it yet.</source>
            <translation>{family}系列新模型：{model}。Wan Desk 尚不认识它。</translation>
        </message>
        <message>
            <source>New: {model}. Wan Desk doesn't know what it takes.</source>
            <translation>新模型：{model}。Wan Desk 尚不了解它的参数。</translation>
        </message>
        <message>
            <source>Offered in this region: {model}</source>
            <translation>该地域已提供：{model}</translation>
        </message>
        <message>
            <source>No longer offered: {model}</source>
            <translation>已下线：{model}</translation>
        </message>
        <message>
            <source>No longer offered: {model}. Use {other} instead.</source>
            <translation>已下线：{model}。请改用 {other}。</translation>
        </message>
        <message>
            <source>Dearer: {model}</source>
            <translation>涨价：{model}</translation>
        </message>
        <message>
            <source>Cheaper: {model}</source>
            <translation>降价：{model}</translation>
        </message>
        <message>
            <source>Price known: {model}</source>
            <translation>新增价格：{model}</translation>
        </message>
        <message>
            <source>Listed in another currency, so not compared: {models}. Check these prices in the console.</source>
            <translation>以下模型以其他币种标价，未作比较：{models}。请在控制台核对价格。</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>{region} offers the same models at the same prices.</source>
            <translation>{region}的模型和价格没有变化。</translation>
        </message>
        <message>
            <source>{model}, per second {prices}</source>
            <translation>{model}，每秒 {prices}</translation>
        </message>
        <message>
            <source>{resolution} silent</source>
            <translation>{resolution} 无声</translation>
        </message>
    </context>
    <context>
        <name>Models</name>
        <message>
            <source>{model} (retired)</source>
            <translation>{model}（已下线）</translation>
        </message>
        <message>
            <source>Alibaba no longer offers {model} in this region.</source>
            <translation>阿里云在该地域已不再提供 {model}。</translation>
        </message>
        <message>
            <source>Alibaba no longer offers {model} in this region. Make the video with {other} instead.</source>
            <translation>阿里云在该地域已不再提供 {model}。请改用 {other} 生成视频。</translation>
        </message>
    </context>
    <context>
        <name>Money</name>
        <message>
            <source>Order without knowing the price?</source>
            <translation>价格未知，仍要提交吗？</translation>
        </message>
        <message>
            <source>Spend this much?</source>
            <translation>确定花这么多吗？</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Order all the same</source>
            <translation>仍然提交</translation>
        </message>
        <message>
            <source>Order: {cost}</source>
            <translation>提交：{cost}</translation>
        </message>
        <message>
            <source>The price list has no price for this choice. Alibaba charges you for the video; look its price up in Alibaba's console first.</source>
            <translation>价格表里没有这个选项的价格。阿里云会对视频收费，请先在阿里云控制台查看价格。</translation>
        </message>
        <message>
            <source>This costs {cost}. With it, today comes to {sum}; your limit a day is {limit}.</source>
            <translation>本次{cost}。加上它，今天共 {sum}，超过你设定的每日上限 {limit}。</translation>
        </message>
        <message>
            <source>This costs {cost}. With it, this month comes to {sum}; your limit a month is {limit}.</source>
            <translation>本次{cost}。加上它，本月共 {sum}，超过你设定的每月上限 {limit}。</translation>
        </message>
        <message>
            <source>This costs {cost}. You want to be asked above {limit}.</source>
            <translation>本次{cost}，超过你设定的询问金额 {limit}。</translation>
        </message>
        <message>
            <source>You can change your limits in Settings &gt; Money.</source>
            <translation>上限可在“设置 &gt; 费用”中修改。</translation>
        </message>
        <message>
            <source>{sum} of {limit}</source>
            <translation>{sum}（上限 {limit}）</translation>
        </message>
        <message>
            <source>This month {sum}</source>
            <translation>本月 {sum}</translation>
        </message>
        <message>
            <source>Today {sum}</source>
            <translation>今天 {sum}</translation>
        </message>
    </context>
    <context>
        <name>Naming</name>
        <message>
            <source>Example: {name}</source>
            <translation>示例：{name}</translation>
        </message>
        <message>
            <source>Fox in the snow</source>
            <translation>雪中的狐狸</translation>
        </message>
        <message>
            <source>A red fox turns its head</source>
            <translation>一只红狐狸转过头来</translation>
        </message>
        <message>
            <source>Winter</source>
            <translation>冬天</translation>
        </message>
        <message>
            <source>date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>resolution</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>秒数</translation>
        </message>
        <message>
            <source>number</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>id</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Insert {field}</source>
            <translation>插入 {field}</translation>
        </message>
        <message>
            <source>The day of the order</source>
            <translation>下单的日期</translation>
        </message>
        <message>
            <source>The time of the order</source>
            <translation>下单的时间</translation>
        </message>
        <message>
            <source>Your name for the video, or the prompt</source>
            <translation>你给视频起的名称，没有则用提示词</translation>
        </message>
        <message>
            <source>The prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Your label</source>
            <translation>你的标签</translation>
        </message>
        <message>
            <source>The model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>The resolution</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <source>The length</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>A number that counts up</source>
            <translation>递增的编号</translation>
        </message>
        <message>
            <source>The end of the task's ID, different for each video</source>
            <translation>任务 ID 的末尾，每个视频都不同</translation>
        </message>
    </context>
    <context>
        <name>NetworkReport</name>
        <message>
            <source>Copy text for IT</source>
            <translation>复制说明给网管</translation>
        </message>
        <message>
            <source>Details for your network administrator</source>
            <translation>给网络管理员看的详细信息</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
        <message>
            <source>Paste it into a message to your network administrator.</source>
            <translation>请粘贴到发给网络管理员的消息中。</translation>
        </message>
        <message>
            <source>This network blocks the download of a finished video from {host}.</source>
            <translation>此网络阻止从 {host} 下载已完成的视频。</translation>
        </message>
        <message>
            <source>The video is kept there until {time}.</source>
            <translation>视频在那里保留到 {time}。</translation>
        </message>
        <message>
            <source>{host}: orders, {region}</source>
            <translation>{host}：提交任务，{region}</translation>
        </message>
        <message>
            <source>{host}: uploads and downloads, {region}</source>
            <translation>{host}：上传和下载，{region}</translation>
        </message>
        <message>
            <source>Wan Desk {version} makes videos with Alibaba Cloud. It needs these addresses (https, port 443):</source>
            <translation>Wan Desk {version} 使用阿里云生成视频，需要访问以下地址（https，端口 443）：</translation>
        </message>
        <message>
            <source>The part before the storage host name varies; if a firewall can't match it, allow all of *.aliyuncs.com.
Please allow them without TLS inspection, or install the inspecting proxy's certificate on this computer.</source>
            <translation>存储主机名前面的部分会变化；如果防火墙无法按此匹配，请放行整个 *.aliyuncs.com。
请不要对它们做 TLS 检查，或者在本机安装检查代理的证书。</translation>
        </message>
    </context>
    <context>
        <name>News</name>
        <message>
            <source>Request sent</source>
            <translation>请求已发送</translation>
        </message>
        <message>
            <source>Video ready</source>
            <translation>视频已生成</translation>
        </message>
        <message numerus="yes">
            <source>%n requests sent.</source>
            <translation>
                <numerusform>已发送 %n 个请求。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos ready.</source>
            <translation>
                <numerusform>%n 个视频已生成。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos failed.</source>
            <translation>
                <numerusform>%n 个视频生成失败。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>Previous notice</source>
            <translation>上一条提示</translation>
        </message>
        <message>
            <source>Next notice</source>
            <translation>下一条提示</translation>
        </message>
        <message>
            <source>Close notice</source>
            <translation>关闭提示</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>{place} of {count}</source>
            <translation>第 {place} 条，共 {count} 条</translation>
        </message>
        <message>
            <source>Close offer</source>
            <translation>关闭建议</translation>
        </message>
    </context>
    <context>
        <name>OrderTable</name>
        <message>
            <source>Orders from CSV</source>
            <translation>从 CSV 批量生成</translation>
        </message>
        <message>
            <source>Each line of the file makes a video. Nothing is ordered until every line is right and you agree to the total.</source>
            <translation>文件的每一行生成一个视频。所有行都正确并且您确认总价之前，不会提交任何任务。</translation>
        </message>
        <message>
            <source>Region, and empty cells, as in the form: {values}</source>
            <translation>地域和空单元格取自表单：{values}</translation>
        </message>
        <message>
            <source>Choose a file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose a table of orders</source>
            <translation>选择任务表格</translation>
        </message>
        <message>
            <source>Tables (*.csv *.tsv *.txt)</source>
            <translation>表格 (*.csv *.tsv *.txt)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>Read again</source>
            <translation>重新读取</translation>
        </message>
        <message>
            <source>Save a template…</source>
            <translation>保存模板…</translation>
        </message>
        <message>
            <source>Wan Desk orders.csv</source>
            <translation>Wan Desk 任务.csv</translation>
        </message>
        <message>
            <source>Saved as {name}. Fill it in with a spreadsheet, then choose it here.</source>
            <translation>已保存为 {name}。请用表格软件填写，然后在此选择。</translation>
        </message>
        <message>
            <source>{name} couldn't be saved: {reason}. Choose another folder.</source>
            <translation>无法保存 {name}：{reason}。请选择其他文件夹。</translation>
        </message>
        <message>
            <source>The camera moves in slowly</source>
            <translation>镜头缓缓推近</translation>
        </message>
        <message>
            <source>Only wrong lines</source>
            <translation>仅显示有误的行</translation>
        </message>
        <message>
            <source>Choose a CSV file, or drop it here.</source>
            <translation>选择 CSV 文件，或拖到此处。</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>行</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>视频</translation>
        </message>
        <message>
            <source>Price</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>free</source>
            <translation>免费</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>Ordered</source>
            <translation>已提交</translation>
        </message>
        <message>
            <source>{count} of {copies} ordered</source>
            <translation>已提交 {count} / {copies}</translation>
        </message>
        <message>
            <source>Reading file {done} of {count}…</source>
            <translation>正在读取文件 {done} / {count}…</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message numerus="yes">
            <source>%n lines</source>
            <translation>
                <numerusform>%n 行</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n videos</source>
            <translation>
                <numerusform>%n 个视频</numerusform>
            </translation>
        </message>
        <message>
            <source>price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message numerus="yes">
            <source>%n lines need a correction.</source>
            <translation>
                <numerusform>%n 行需要修改。</numerusform>
            </translation>
        </message>
        <message>
            <source>Correct them in your spreadsheet, save, and press “Read again”.</source>
            <translation>请在表格软件中修改并保存，然后点击“重新读取”。</translation>
        </message>
        <message>
            <source>{made} of these {count} videos are ordered already.</source>
            <translation>这 {count} 个视频中有 {made} 个已提交。</translation>
        </message>
        <message>
            <source>Everything in this file is ordered already.</source>
            <translation>该文件的内容已全部提交。</translation>
        </message>
        <message numerus="yes">
            <source>Generate %n: {cost}</source>
            <translation>
                <numerusform>生成 %n 个：{cost}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate the other %n: {cost}</source>
            <translation>
                <numerusform>生成其余 %n 个：{cost}</numerusform>
            </translation>
        </message>
        <message>
            <source>Generate</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>All again…</source>
            <translation>全部再来一次…</translation>
        </message>
        <message numerus="yes">
            <source>Generate %n videos from this file?</source>
            <translation>
                <numerusform>按此文件生成 %n 个视频？</numerusform>
            </translation>
        </message>
        <message>
            <source>{total} in total.</source>
            <translation>共计 {total}。</translation>
        </message>
        <message numerus="yes">
            <source>Order all %n videos of this file once more?</source>
            <translation>
                <numerusform>将此文件的 %n 个视频全部再提交一次？</numerusform>
            </translation>
        </message>
        <message>
            <source>Ordering {done} of {count}…</source>
            <translation>正在提交 {done} / {count}…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message numerus="yes">
            <source>%n videos are ordered. They are in the list.</source>
            <translation>
                <numerusform>已提交 %n 个视频，可在列表中查看。</numerusform>
            </translation>
        </message>
        <message>
            <source>{made} of {count} videos are ordered. Open this file again to order the others.</source>
            <translation>已提交 {made} / {count} 个视频。再次打开此文件可提交其余视频。</translation>
        </message>
        <message>
            <source>Ordering from {name} was interrupted: {made} of {count} videos are ordered. Open the file again to order the others. Nothing is ordered twice.</source>
            <translation>{name} 的提交中断了：已提交 {made} / {count} 个视频。再次打开此文件可提交其余视频，不会重复提交。</translation>
        </message>
        <message>
            <source>Open the file</source>
            <translation>打开文件</translation>
        </message>
    </context>
    <context>
        <name>Parameters</name>
        <message>
            <source>First clip</source>
            <translation>首段视频</translation>
        </message>
        <message>
            <source>Seamless loop</source>
            <translation>无缝循环</translation>
        </message>
        <message>
            <source>Last frame</source>
            <translation>尾帧</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>反向提示词</translation>
        </message>
        <message>
            <source>Effect</source>
            <translation>特效</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Audio</source>
            <translation>音频</translation>
        </message>
        <message>
            <source>Aspect ratio</source>
            <translation>宽高比</translation>
        </message>
        <message>
            <source>Shot type</source>
            <translation>镜头类型</translation>
        </message>
        <message>
            <source>Improve my prompt</source>
            <translation>提示词智能改写</translation>
        </message>
        <message>
            <source>Watermark</source>
            <translation>水印</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Fixed seed</source>
            <translation>固定种子</translation>
        </message>
        <message>
            <source>Another seed</source>
            <translation>换一个种子</translation>
        </message>
        <message>
            <source>What the video must not show</source>
            <translation>视频中不应出现的内容</translation>
        </message>
        <message>
            <source>Add usual words</source>
            <translation>添加常用词</translation>
        </message>
        <message>
            <source>blurry, low quality, distorted, deformed hands, text, watermark</source>
            <translation>模糊，低质量，变形，畸形的手，文字，水印</translation>
        </message>
        <message>
            <source>Random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>, </source>
            <translation>，</translation>
        </message>
        <message>
            <source>On</source>
            <translation>开</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>My audio</source>
            <translation>我的音频</translation>
        </message>
        <message>
            <source>Silent</source>
            <translation>无声</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>no sound, this model is silent</source>
            <translation>无声音，此模型只生成无声视频</translation>
        </message>
        <message>
            <source>Automatic sound</source>
            <translation>自动配音</translation>
        </message>
        <message>
            <source>One shot</source>
            <translation>单镜头</translation>
        </message>
        <message>
            <source>Several shots</source>
            <translation>多镜头</translation>
        </message>
        <message>
            <source>Same as picture</source>
            <translation>跟随图片</translation>
        </message>
    </context>
    <context>
        <name>Pictures</name>
        <message>
            <source>Before upload: {changes}.</source>
            <translation>上传前：{changes}。</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>Only the first moment of this moving picture is used, and it is black.</source>
            <translation>动图只使用第一帧，而它是全黑的。</translation>
        </message>
        <message>
            <source>Only the first moment of this moving picture is used.</source>
            <translation>动图只使用第一帧。</translation>
        </message>
        <message>
            <source>This picture is all black.</source>
            <translation>这张图片是全黑的。</translation>
        </message>
        <message>
            <source>Only the first page is used.</source>
            <translation>只使用第一页。</translation>
        </message>
        <message>
            <source>white</source>
            <translation>白色</translation>
        </message>
        <message>
            <source>black</source>
            <translation>黑色</translation>
        </message>
        <message>
            <source>grey</source>
            <translation>灰色</translation>
        </message>
        <message>
            <source>rotated to upright</source>
            <translation>转正方向</translation>
        </message>
        <message>
            <source>cropped to {cropped}</source>
            <translation>裁剪为 {cropped}</translation>
        </message>
        <message>
            <source>made smaller, from {before} to {after}</source>
            <translation>从 {before} 缩小到 {after}</translation>
        </message>
        <message>
            <source>enlarged, from {before} to {after}</source>
            <translation>从 {before} 放大到 {after}</translation>
        </message>
        <message>
            <source>transparent areas filled with {colour}</source>
            <translation>透明区域填充为{colour}</translation>
        </message>
        <message>
            <source>HDR brightness adapted</source>
            <translation>转换 HDR 亮度</translation>
        </message>
        <message>
            <source>colours converted to sRGB</source>
            <translation>颜色转换为 sRGB</translation>
        </message>
        <message>
            <source>converted from {format} to JPEG or PNG</source>
            <translation>从 {format} 转换为 JPEG 或 PNG</translation>
        </message>
        <message>
            <source>saved again as JPEG or PNG</source>
            <translation>重新存为 JPEG 或 PNG</translation>
        </message>
        <message>
            <source>compressed to {most}</source>
            <translation>压缩到 {most} 以内</translation>
        </message>
    </context>
    <context>
        <name>Player</name>
        <message>
            <source>on</source>
            <translation>已开启</translation>
        </message>
        <message>
            <source>off</source>
            <translation>已关闭</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>播放</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>播放或暂停</translation>
        </message>
        <message>
            <source>Play backwards</source>
            <translation>倒放</translation>
        </message>
        <message>
            <source>Play, or play faster</source>
            <translation>播放或加速</translation>
        </message>
        <message>
            <source>Stop here</source>
            <translation>停在这里</translation>
        </message>
        <message>
            <source>Back 1 second</source>
            <translation>后退 1 秒</translation>
        </message>
        <message>
            <source>Forward 1 second</source>
            <translation>前进 1 秒</translation>
        </message>
        <message>
            <source>Previous video</source>
            <translation>上一个视频</translation>
        </message>
        <message>
            <source>Next video</source>
            <translation>下一个视频</translation>
        </message>
        <message>
            <source>Play&amp;back</source>
            <translation>播放控制(&amp;B)</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>速度</translation>
        </message>
        <message>
            <source>{factor}×</source>
            <translation>{factor}×</translation>
        </message>
        <message>
            <source>Compare videos</source>
            <translation>对比视频</translation>
        </message>
        <message>
            <source>Left video</source>
            <translation>左侧视频</translation>
        </message>
        <message>
            <source>Right video</source>
            <translation>右侧视频</translation>
        </message>
        <message>
            <source>Video on the left</source>
            <translation>左边的视频</translation>
        </message>
        <message>
            <source>Video on the right</source>
            <translation>右边的视频</translation>
        </message>
        <message>
            <source>Audio on the left</source>
            <translation>左侧声音</translation>
        </message>
        <message>
            <source>Audio on the right</source>
            <translation>右侧声音</translation>
        </message>
        <message>
            <source>Swap sides</source>
            <translation>左右互换</translation>
        </message>
        <message>
            <source>Loop</source>
            <translation>循环播放</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>静音</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>全屏</translation>
        </message>
        <message>
            <source>Leave full screen</source>
            <translation>退出全屏</translation>
        </message>
        <message>
            <source>Previous frame</source>
            <translation>上一帧</translation>
        </message>
        <message>
            <source>Next frame</source>
            <translation>下一帧</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>播放位置</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>音量</translation>
        </message>
        <message>
            <source>{name} ({key})</source>
            <translation>{name}（{key}）</translation>
        </message>
        <message>
            <source>This video can't be played in Wan Desk.</source>
            <translation>Wan Desk 无法播放这个视频。</translation>
        </message>
        <message>
            <source>The file is safe. Your system's video player may be able to open it.</source>
            <translation>文件完好，可以试试用系统自带的播放器打开。</translation>
        </message>
        <message>
            <source>The video file isn't where it was saved.</source>
            <translation>视频文件已不在原来保存的位置。</translation>
        </message>
        <message>
            <source>It was saved as {path}.</source>
            <translation>原保存位置：{path}。</translation>
        </message>
        <message>
            <source>The folder of this video isn't there right now.</source>
            <translation>现在找不到这个视频所在的文件夹。</translation>
        </message>
        <message>
            <source>Connect its drive to play the video. It was saved as {path}.</source>
            <translation>连接它所在的磁盘后即可播放。保存位置：{path}。</translation>
        </message>
        <message>
            <source>More actions</source>
            <translation>更多操作</translation>
        </message>
        <message>
            <source>Saved in {folder}</source>
            <translation>已保存到 {folder}</translation>
        </message>
        <message>
            <source>Close this note</source>
            <translation>关闭提示</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详细信息</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>错误代码</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>错误信息</translation>
        </message>
        <message>
            <source>Request ID</source>
            <translation>请求 ID</translation>
        </message>
        <message>
            <source>Billed</source>
            <translation>计费时长</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>复制详情</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>复制路径</translation>
        </message>
        <message>
            <source>Close details</source>
            <translation>关闭详情</translation>
        </message>
        <message>
            <source>Select a video to see its details.</source>
            <translation>选择一个视频查看详情。</translation>
        </message>
        <message>
            <source>Use this text</source>
            <translation>使用这段文字</translation>
        </message>
        <message>
            <source>Use the rewritten prompt</source>
            <translation>使用改写后的提示词</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Region</source>
            <translation>地域</translation>
        </message>
        <message>
            <source>Price</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>Ordered</source>
            <translation>下单时间</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>发送时间</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>保存时间</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>结束时间</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Differs</source>
            <translation>与要求不同</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>{rate} fps</source>
            <translation>{rate} 帧/秒</translation>
        </message>
        <message>
            <source>no audio</source>
            <translation>无音频</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Charged</source>
            <translation>是否计费</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>Not known yet</source>
            <translation>尚不清楚</translation>
        </message>
        <message>
            <source>Task ID</source>
            <translation>任务 ID</translation>
        </message>
        <message>
            <source>Model ID</source>
            <translation>模型 ID</translation>
        </message>
        <message>
            <source>Rewritten prompt</source>
            <translation>改写后的提示词</translation>
        </message>
        <message>
            <source>Stage</source>
            <translation>预览区</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>视频</translation>
        </message>
    </context>
    <context>
        <name>Problems</name>
        <message>
            <source>That file is still inside another program or an archive. Save it to a folder, then drag it from there.</source>
            <translation>该文件还在另一个程序或压缩包里。请先保存到文件夹，再从那里拖入。</translation>
        </message>
        <message>
            <source>Add a picture first.</source>
            <translation>请先添加图片。</translation>
        </message>
        <message>
            <source>This picture is {width} × {height}. Enlarge it, or choose one with at least {least} pixels on each side.</source>
            <translation>这张图片是 {width} × {height}。请放大它，或选择每边至少 {least} 像素的图片。</translation>
        </message>
        <message>
            <source>Add your audio file, or choose another audio option.</source>
            <translation>请添加音频文件，或选择其他声音方式。</translation>
        </message>
        <message>
            <source>This region doesn't accept audio files. Choose another audio option or another region.</source>
            <translation>此地域不支持音频文件。请选择其他声音方式，或换一个地域。</translation>
        </message>
        <message>
            <source>This audio file is {size_bytes}. Choose one of at most {most_bytes}.</source>
            <translation>这个音频文件大小为 {size_bytes}。请选择不超过 {most_bytes} 的文件。</translation>
        </message>
        <message>
            <source>This region doesn't offer that resolution. Choose another one.</source>
            <translation>此地域不提供这个分辨率。请选择其他分辨率。</translation>
        </message>
        <message>
            <source>This model can't make videos of that length. Choose another duration.</source>
            <translation>此模型无法生成这个时长的视频。请选择其他时长。</translation>
        </message>
        <message>
            <source>This region doesn't offer that model. Choose another one.</source>
            <translation>此地域不提供这个模型。请选择其他模型。</translation>
        </message>
        <message>
            <source>Alibaba no longer offers {model} in this region. Choose another model, for example {other}.</source>
            <translation>阿里云在该地域已不再提供 {model}。请选择其他模型，例如 {other}。</translation>
        </message>
        <message>
            <source>It isn't certain that this region offers the model. If it doesn't, you are not charged.</source>
            <translation>尚不确定该地域是否提供此模型。如不提供，不会收费。</translation>
        </message>
        <message>
            <source>Enter the model's ID as Alibaba's console shows it.</source>
            <translation>请按阿里云控制台显示的内容输入模型 ID。</translation>
        </message>
        <message>
            <source>Wan Desk has this model already. Choose it in the form.</source>
            <translation>Wan Desk 已有此模型，请直接在表单中选择。</translation>
        </message>
        <message>
            <source>Choose at least one resolution.</source>
            <translation>请至少选择一种分辨率。</translation>
        </message>
        <message>
            <source>Enter whole seconds, for example 5, 10 or 2-15.</source>
            <translation>请输入整数秒，例如 5, 10 或 2-15。</translation>
        </message>
        <message>
            <source>Enter prices for one second with their currency, or leave them empty if you don't know them.</source>
            <translation>请输入每秒价格及其币种；如不清楚，请留空。</translation>
        </message>
        <message>
            <source>This region doesn't show its list of models. Nothing was changed. Try again later.</source>
            <translation>该地域没有返回模型列表，未作任何更改。请稍后重试。</translation>
        </message>
        <message>
            <source>The region's list lacks most models, so it can't be right. Nothing was changed. Try again later.</source>
            <translation>该地域的列表缺少大多数模型，不可信，未作任何更改。请稍后重试。</translation>
        </message>
        <message>
            <source>This clip is {seconds} s long. Choose one of at least {least} s.</source>
            <translation>这段视频长 {seconds} 秒，请选择至少 {least} 秒的视频。</translation>
        </message>
        <message>
            <source>This clip is {width} × {height}. Choose one with at least {least} pixels on each side.</source>
            <translation>这段视频为 {width} × {height}，请选择每边至少 {least} 像素的视频。</translation>
        </message>
        <message>
            <source>This clip is too long and narrow. Its long side can be at most eight times its short side.</source>
            <translation>这段视频过于狭长，长边不能超过短边的 8 倍。</translation>
        </message>
        <message>
            <source>This region doesn't accept clips. Remove the clip or choose another region.</source>
            <translation>该地域不接受首段视频。请移除视频，或选择其他地域。</translation>
        </message>
        <message>
            <source>The video includes the clip, which is {seconds} s long. Choose a duration of at least {least} s.</source>
            <translation>生成的视频包含这段 {seconds} 秒的首段视频，请选择至少 {least} 秒的时长。</translation>
        </message>
        <message>
            <source>A video that continues a clip can't use your own audio. Choose automatic sound or remove the clip.</source>
            <translation>续写视频时不能使用自己的音频。请选择自动配音，或移除首段视频。</translation>
        </message>
        <message>
            <source>This model doesn't take these files together. Remove one of them.</source>
            <translation>该模型不能同时使用这些文件，请移除其中一个。</translation>
        </message>
        <message>
            <source>Too long. Only the first {most} characters will be used.</source>
            <translation>太长了，只会使用前 {most} 个字符。</translation>
        </message>
        <message>
            <source>Effects may not work in this region. If this one fails, you will not be charged.</source>
            <translation>特效在该地域可能不可用。如果失败，不会收费。</translation>
        </message>
        <message>
            <source>This picture is very long and narrow, and may be refused. If it is, you will not be charged.</source>
            <translation>这张图片非常狭长，可能会被拒绝。被拒绝时不会收费。</translation>
        </message>
        <message>
            <source>This picture has another shape than the first one, which the video follows. Its edges may be cut off.</source>
            <translation>这张图片与首帧的比例不同，视频以首帧为准，尾帧的边缘可能会被裁掉。</translation>
        </message>
        <message>
            <source>The clip already fills the video. Choose a longer duration to continue it.</source>
            <translation>首段视频已占满整个时长。请选择更长的时长来续写。</translation>
        </message>
        <message>
            <source>The clip is no longer there. Choose it again.</source>
            <translation>找不到这段视频了，请重新选择。</translation>
        </message>
        <message>
            <source>That is a folder. Drop a single video.</source>
            <translation>这是文件夹，请拖入单个视频。</translation>
        </message>
        <message>
            <source>That file is empty. Choose another video.</source>
            <translation>这个文件是空的，请换一个视频。</translation>
        </message>
        <message>
            <source>That file isn't a supported video. Use MP4 or MOV.</source>
            <translation>不支持这个视频文件，请使用 MP4 或 MOV。</translation>
        </message>
        <message>
            <source>That video is damaged or incomplete. Export it again or choose another one.</source>
            <translation>这个视频已损坏或不完整。请重新导出，或换一个视频。</translation>
        </message>
        <message>
            <source>The clip can't be opened. Check its permissions, or copy it to another folder.</source>
            <translation>无法打开这段视频。请检查它的权限，或把它复制到其他文件夹。</translation>
        </message>
        <message>
            <source>The clip can't be read right now. Check that its drive is connected, or choose another one.</source>
            <translation>现在无法读取这段视频。请检查它所在的磁盘是否已连接，或换一段视频。</translation>
        </message>
        <message>
            <source>The picture is no longer there. Choose it again.</source>
            <translation>图片已不在原来的位置。请重新选择。</translation>
        </message>
        <message>
            <source>That is a folder. Drop a single picture.</source>
            <translation>这是一个文件夹。请拖入一张图片。</translation>
        </message>
        <message>
            <source>That file is empty. Choose another picture.</source>
            <translation>这个文件是空的。请选择其他图片。</translation>
        </message>
        <message>
            <source>That file isn't a supported picture. Use JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP.</source>
            <translation>不支持这种图片。请使用 JPEG、PNG、WebP、HEIC、AVIF、TIFF、GIF 或 BMP。</translation>
        </message>
        <message>
            <source>That picture is damaged or incomplete. Export it again or choose another one.</source>
            <translation>这张图片已损坏或不完整。请重新导出，或换一张。</translation>
        </message>
        <message>
            <source>That picture is too large to open ({width} × {height}). Save it with fewer pixels, or as a JPEG.</source>
            <translation>这张图片太大，打不开（{width} × {height}）。请缩小尺寸，或另存为 JPEG。</translation>
        </message>
        <message>
            <source>That picture is {size_bytes}. Choose one of at most {most_bytes}.</source>
            <translation>这张图片大小为 {size_bytes}。请选择不超过 {most_bytes} 的图片。</translation>
        </message>
        <message>
            <source>This is a video. Use its first or its last frame, or choose a picture.</source>
            <translation>这是视频。可以使用它的首帧或尾帧，或者选择一张图片。</translation>
        </message>
        <message>
            <source>This is a Photoshop file. Export a JPEG or PNG from it and drop that.</source>
            <translation>这是 Photoshop 文件。请导出 JPEG 或 PNG 后再拖进来。</translation>
        </message>
        <message>
            <source>This is a camera RAW file. Export a JPEG from your photo program and drop that.</source>
            <translation>这是相机的 RAW 文件。请用照片软件导出 JPEG 后再拖进来。</translation>
        </message>
        <message>
            <source>This is a JPEG XL picture. Save it as a JPEG or PNG and drop that.</source>
            <translation>这是 JPEG XL 图片。请另存为 JPEG 或 PNG 后再拖进来。</translation>
        </message>
        <message>
            <source>This is an SVG drawing. Export it as a PNG, 1,920 pixels wide or more, and drop that.</source>
            <translation>这是 SVG 矢量图。请导出为宽度不小于 1920 像素的 PNG 后再拖进来。</translation>
        </message>
        <message>
            <source>This is a PDF document. Export the page as a JPEG or PNG, or take a screenshot of it.</source>
            <translation>这是 PDF 文档。请把页面导出为 JPEG 或 PNG，或截图使用。</translation>
        </message>
        <message>
            <source>This is a web page, not a picture. Save the picture itself from your browser and drop that.</source>
            <translation>这是网页，不是图片。请在浏览器中保存图片本身，再拖进来。</translation>
        </message>
        <message>
            <source>This is the project of a painting program. Export a JPEG or PNG from it and drop that.</source>
            <translation>这是绘图软件的工程文件。请导出 JPEG 或 PNG 后再拖进来。</translation>
        </message>
        <message>
            <source>Wan Desk can't read this kind of picture. Save it as a JPEG or PNG and drop that.</source>
            <translation>Wan Desk 读不了这种图片。请另存为 JPEG 或 PNG 后再拖进来。</translation>
        </message>
        <message>
            <source>The picture can't be opened. Check its permissions, or copy it to another folder.</source>
            <translation>无法打开图片。请检查文件权限，或将它复制到其他文件夹。</translation>
        </message>
        <message>
            <source>The audio file is no longer there. Choose it again.</source>
            <translation>音频文件已不在原来的位置。请重新选择。</translation>
        </message>
        <message>
            <source>That is a folder. Drop a single audio file.</source>
            <translation>这是一个文件夹。请拖入一个音频文件。</translation>
        </message>
        <message>
            <source>That file is empty. Choose another audio file.</source>
            <translation>这个文件是空的。请选择其他音频文件。</translation>
        </message>
        <message>
            <source>That audio file is damaged or incomplete. Export it again or choose another one.</source>
            <translation>这个音频文件已损坏或不完整。请重新导出，或换一个。</translation>
        </message>
        <message>
            <source>That file contains no audio. Choose another one.</source>
            <translation>这个文件里没有声音。请选择其他文件。</translation>
        </message>
        <message>
            <source>The audio file can't be opened. Check its permissions, or copy it to another folder.</source>
            <translation>无法打开音频文件。请检查文件权限，或将它复制到其他文件夹。</translation>
        </message>
        <message>
            <source>That audio file takes too long to read. Copy it to this computer, or choose another one.</source>
            <translation>读取这个音频文件的时间太长。请将它复制到这台电脑上，或换一个文件。</translation>
        </message>
        <message>
            <source>This model creates its own audio. Choose a model that accepts your audio file.</source>
            <translation>此模型会自动生成声音。请选择支持上传音频的模型。</translation>
        </message>
        <message>
            <source>That isn't a web address. Paste the whole address of the file, beginning with https://.</source>
            <translation>这不是网址。请粘贴文件的完整网址，以 https:// 开头。</translation>
        </message>
        <message>
            <source>That data: address is damaged. Copy the picture itself, or save it and drop the file.</source>
            <translation>这个 data: 地址已损坏。请直接复制图片，或存成文件再拖入。</translation>
        </message>
        <message>
            <source>The site {host} doesn't let programs fetch this file ({status}). It may refuse Alibaba's fetcher, DashScopeUserBot, as well. Save the file to this computer, then drop it.</source>
            <translation>网站 {host} 不允许程序获取这个文件（{status}），也可能拒绝阿里云的抓取程序 DashScopeUserBot。请先保存到本机，再拖入。</translation>
        </message>
        <message>
            <source>The site {host} has no file at that address. Copy the address again.</source>
            <translation>网站 {host} 上没有这个文件。请重新复制网址。</translation>
        </message>
        <message>
            <source>That is the address of a web page. Right-click the picture there and copy its own address.</source>
            <translation>这是网页的地址。请在网页中右键点击图片，复制图片地址。</translation>
        </message>
        <message>
            <source>The file at that address is larger than {most_bytes}. Choose a smaller one.</source>
            <translation>该网址的文件超过 {most_bytes}。请换一个小一些的。</translation>
        </message>
        <message>
            <source>Alibaba can't reach {host}: it isn't on the public internet. Save the file, then drop it.</source>
            <translation>阿里云无法访问 {host}：它不在公网上。请先保存文件，再拖入。</translation>
        </message>
        <message>
            <source>No preview. The site {host} couldn't be read from here.</source>
            <translation>没有预览。本机无法读取网站 {host}。</translation>
        </message>
        <message>
            <source>No preview. An http:// address isn't encrypted, so others may see the file.</source>
            <translation>没有预览。http:// 网址未加密，他人可能看到该文件。</translation>
        </message>
        <message>
            <source>Alibaba couldn't fetch the file from {host}, which may refuse its fetcher, DashScopeUserBot. Save the file to this computer, then use that.</source>
            <translation>阿里云无法从 {host} 获取文件，该网站可能拒绝其抓取程序 DashScopeUserBot。请先把文件保存到本机，再使用。</translation>
        </message>
        <message>
            <source>The audio at {host} couldn't be checked from here. Save it to this computer, then drop the file.</source>
            <translation>本机无法检查 {host} 上的音频。请先保存到本机，再拖入。</translation>
        </message>
        <message>
            <source>Practice works offline and can't use this web address. Save the picture, then drop the file.</source>
            <translation>练习模式离线运行，无法使用该网址。请先保存图片，再拖入。</translation>
        </message>
        <message>
            <source>That picture is too large for the clipboard. Save it as a file, then drop the file.</source>
            <translation>这张图片太大，剪贴板放不下。请存成文件，再拖进来。</translation>
        </message>
        <message>
            <source>That file is on a network share. Copy it to this computer, then drop the copy.</source>
            <translation>这个文件在网络共享上。请先复制到本机，再拖入。</translation>
        </message>
        <message>
            <source>That file is on a server ({scheme}). Copy it to this computer, then drop the copy.</source>
            <translation>这个文件在服务器上（{scheme}）。请先复制到本机，再拖入。</translation>
        </message>
        <message>
            <source>That file is on a phone or camera. Copy it to this computer, then drop the copy.</source>
            <translation>这个文件在手机或相机里。请先复制到本机，再拖入。</translation>
        </message>
        <message>
            <source>That file is in a cloud drive. Download it to this computer, then drop the copy.</source>
            <translation>这个文件在网盘里。请先下载到本机，再拖入。</translation>
        </message>
        <message>
            <source>That file is in the trash. Restore it, then drop it again.</source>
            <translation>这个文件在回收站里。请先还原，再拖入。</translation>
        </message>
        <message>
            <source>That file is inside an archive. Extract it to a folder, then drop it.</source>
            <translation>这个文件在压缩包里。请先解压，再拖入。</translation>
        </message>
        <message>
            <source>That file has no path on this computer ({scheme}). Copy it to a folder, then drop the copy.</source>
            <translation>这个文件在本机上没有路径（{scheme}）。请先复制到文件夹，再拖入。</translation>
        </message>
        <message>
            <source>Nothing usable was dropped. Drop a picture or an audio file.</source>
            <translation>没有可用的内容。请拖入图片或音频文件。</translation>
        </message>
        <message>
            <source>There are no pictures in that folder. Drop pictures, or a folder that contains them.</source>
            <translation>该文件夹中没有图片。请拖入图片，或包含图片的文件夹。</translation>
        </message>
        <message>
            <source>Only one picture at a time. Using the first one.</source>
            <translation>一次只能使用一张图片，已使用第一张。</translation>
        </message>
        <message>
            <source>Only one audio file at a time. Using the first one.</source>
            <translation>一次只能使用一个音频文件，已使用第一个。</translation>
        </message>
        <message>
            <source>This file couldn't be checked. Try again or choose another one.</source>
            <translation>无法检查这个文件。请重试，或换一个文件。</translation>
        </message>
        <message>
            <source>The video “{file}” is no longer where it was. Look for it in its folder, then export it again.</source>
            <translation>“{file}”已不在原处。请在文件夹中找到它，再重新导出。</translation>
        </message>
        <message>
            <source>The video “{file}” can't be opened. Check its permissions and that its drive is connected.</source>
            <translation>无法打开“{file}”。请检查权限，以及磁盘是否已连接。</translation>
        </message>
        <message>
            <source>The file “{file}” can't be read as a video. Choose another one, or download it again.</source>
            <translation>“{file}”无法作为视频读取。请换一个，或重新下载。</translation>
        </message>
        <message>
            <source>The file “{file}” is the video itself, which an export never changes. Choose another name.</source>
            <translation>“{file}”就是原视频，导出不会改动它。请换一个名称。</translation>
        </message>
        <message>
            <source>The disk is full. Free up some space, or export to another disk.</source>
            <translation>磁盘已满。请释放空间，或导出到其他磁盘。</translation>
        </message>
        <message>
            <source>The export stopped unexpectedly. Try again, or choose a smaller size.</source>
            <translation>导出意外中断。请重试，或选择更小的尺寸。</translation>
        </message>
        <message>
            <source>The file of this request is no longer there. Choose it again and generate a new video.</source>
            <translation>这个任务所用的文件已不存在。请重新选择文件，再次生成。</translation>
        </message>
        <message>
            <source>The disk is full. Free up some space and it will continue.</source>
            <translation>磁盘已满。腾出空间后会自动继续。</translation>
        </message>
        <message>
            <source>The disk is full. Free up {missing_bytes} and it will continue.</source>
            <translation>磁盘已满。再腾出 {missing_bytes} 后会自动继续。</translation>
        </message>
        <message>
            <source>The trash doesn't take {file}. The video stays in {folder}. Delete it there if you don't need it.</source>
            <translation>{file} 无法移到回收站，视频仍在 {folder} 中。不需要的话，请在那里删除。</translation>
        </message>
        <message>
            <source>Wan Desk can't save to {folder}. Choose another folder or change its permissions.</source>
            <translation>Wan Desk 无法保存到 {folder}。请换一个文件夹，或修改它的权限。</translation>
        </message>
        <message>
            <source>The drive or server of this folder doesn't respond: {folder}. Check its connection.</source>
            <translation>这个文件夹所在的磁盘或服务器没有响应：{folder}。请检查连接。</translation>
        </message>
        <message>
            <source>Your video list can't be read. Your videos are safe in their folder. Restart Wan Desk.</source>
            <translation>无法读取视频列表。你的视频都安全地保存在文件夹中。请重新启动 Wan Desk。</translation>
        </message>
        <message>
            <source>Your video list was damaged. Jobs recovered: {rescued}. The old file is {file}.</source>
            <translation>你的视频列表已损坏，已恢复 {rescued} 个任务。旧文件：{file}。</translation>
        </message>
        <message>
            <source>Your video list is gone, but files of earlier jobs are here. Videos in your folder are safe.</source>
            <translation>视频列表不见了，但以前任务的文件还在。文件夹里的视频是安全的。</translation>
        </message>
        <message>
            <source>Jobs that are damaged or were saved by a newer Wan Desk: {count}. They were left unchanged. The newest Wan Desk may read them.</source>
            <translation>有 {count} 个任务已损坏，或由更新版本的 Wan Desk 保存，已原样保留。请用最新版本的 Wan Desk 试试。</translation>
        </message>
        <message>
            <source>Your video list can't be saved right now. Check the disk and the folder's permissions.</source>
            <translation>现在无法保存视频列表。请检查磁盘和文件夹权限。</translation>
        </message>
        <message>
            <source>Your video list was saved by a newer Wan Desk. Install that version to open it.</source>
            <translation>视频列表由更新版本的 Wan Desk 保存。请安装该版本后再打开。</translation>
        </message>
        <message>
            <source>Your settings can't be read, so the default settings are used. Check the permissions of {file}.</source>
            <translation>无法读取你的设置，已改用默认设置。请检查 {file} 的权限。</translation>
        </message>
        <message>
            <source>Your settings were damaged, so the default settings are used. Check them in Settings. The old file is {file}.</source>
            <translation>你的设置已损坏，已改用默认设置。请在设置中检查。旧文件：{file}。</translation>
        </message>
        <message>
            <source>The list of models has an error ({where}: {reason}). Install Wan Desk again.</source>
            <translation>模型列表有错误（{where}：{reason}）。请重新安装 Wan Desk。</translation>
        </message>
        <message>
            <source>Practice couldn't be started. Restart Wan Desk.</source>
            <translation>练习模式无法启动。请重新启动 Wan Desk。</translation>
        </message>
        <message>
            <source>This region needs your API key. Add it in Settings.</source>
            <translation>此地域需要你的 API Key。请在“设置”中添加。</translation>
        </message>
        <message>
            <source>Alibaba doesn't accept this API key in this region. Check it, or choose the region it was created for.</source>
            <translation>阿里云在此地域不接受这个 API Key。请检查，或选择它所属的地域。</translation>
        </message>
        <message>
            <source>Paste your API key first.</source>
            <translation>请先粘贴 API Key。</translation>
        </message>
        <message>
            <source>This API key is for a coding plan and can't be used for videos. Create a standard API key in the console.</source>
            <translation>这是 Coding Plan 的 API Key，不能用于生成视频。请在控制台创建普通的 API Key。</translation>
        </message>
        <message>
            <source>This doesn't look like an API key. API keys begin with sk- and contain no spaces.</source>
            <translation>这看起来不是 API Key。API Key 以 sk- 开头，不含空格。</translation>
        </message>
        <message>
            <source>This API key works in {region}.</source>
            <translation>这个 API Key 可在{region}使用。</translation>
        </message>
        <message>
            <source>This API key belongs to {other}. Save it there. {region} needs its own API key.</source>
            <translation>这个 API Key 属于{other}，请保存到那里。{region}需要自己的 API Key。</translation>
        </message>
        <message>
            <source>No other region accepts this API key either. Check it in the console, or create a new one.</source>
            <translation>其他地域也不接受这个 API Key。请在控制台核对，或新建一个。</translation>
        </message>
        <message>
            <source>No region that could be reached accepts this API key. Test it again later. Not reached: {regions}.</source>
            <translation>能连接到的地域都不接受这个 API Key。请稍后再测试。未连接到：{regions}。</translation>
        </message>
        <message>
            <source>Alibaba Cloud didn't say whether this API key is valid. Test it again in a minute.</source>
            <translation>阿里云没有说明这个 API Key 是否有效。请过一分钟再测试。</translation>
        </message>
        <message>
            <source>Your API key hasn't been sent to {host} yet. Press Use or Test in Settings to allow it.</source>
            <translation>你的 API Key 尚未发送到 {host}。请在“设置”中点“使用”或“测试”来允许。</translation>
        </message>
        <message>
            <source>This isn't an address. Write it like https://gateway.example.com.</source>
            <translation>这不是地址。请按 https://gateway.example.com 的格式填写。</translation>
        </message>
        <message>
            <source>Remove the user name and the password from the address.</source>
            <translation>请去掉地址中的用户名和密码。</translation>
        </message>
        <message>
            <source>Remove the ? or # and everything after it.</source>
            <translation>请去掉 ? 或 # 及其后的内容。</translation>
        </message>
        <message>
            <source>This address is for chat apps. The address for videos ends with /api/v1.</source>
            <translation>这个地址用于聊天应用。用于视频的地址以 /api/v1 结尾。</translation>
        </message>
        <message>
            <source>This isn't a workspace ID. It contains only letters, digits, - and _, like llm-abc123.</source>
            <translation>这不是业务空间 ID。它只含字母、数字、- 和 _，例如 llm-abc123。</translation>
        </message>
        <message>
            <source>This region needs your workspace ID. Copy it from the console.</source>
            <translation>此地域需要你的业务空间 ID。请从控制台复制。</translation>
        </message>
        <message>
            <source>The proxy refuses the connection or isn't responding. Check it in Settings &gt; Network.</source>
            <translation>代理拒绝连接或没有响应。请在“设置 &gt; 网络”中检查。</translation>
        </message>
        <message>
            <source>The proxy requires a user name and password. Enter them in Settings &gt; Network.</source>
            <translation>代理需要用户名和密码。请在“设置 &gt; 网络”中填写。</translation>
        </message>
        <message>
            <source>Unexpected reply from Alibaba Cloud. Try again in a minute.</source>
            <translation>阿里云返回了意外的结果。请一分钟后重试。</translation>
        </message>
        <message>
            <source>Alibaba Cloud refused this request. See details for the reason, or try again later.</source>
            <translation>阿里云拒绝了这个请求。请在详细信息中查看原因，或稍后重试。</translation>
        </message>
        <message>
            <source>Alibaba Cloud refused this request and gave no reason. Try again later, or change the request.</source>
            <translation>阿里云拒绝了这个请求，没有说明原因。请稍后重试，或修改请求。</translation>
        </message>
        <message>
            <source>Alibaba Cloud couldn't make this video. See details for the reason, or generate it again.</source>
            <translation>阿里云未能生成这个视频。请在详细信息中查看原因，或重新生成。</translation>
        </message>
        <message>
            <source>Alibaba Cloud couldn't make this video and gave no reason. Generate it again.</source>
            <translation>阿里云未能生成这个视频，没有说明原因。请重新生成。</translation>
        </message>
        <message>
            <source>Alibaba Cloud refused to answer. Try again in a minute.</source>
            <translation>阿里云拒绝响应。请一分钟后重试。</translation>
        </message>
        <message>
            <source>The server at this address doesn't know this request. Check the region's address in Settings.</source>
            <translation>该地址的服务器不支持这个请求。请在设置中检查该地域的地址。</translation>
        </message>
        <message>
            <source>Alibaba Cloud is busy. Try again in a minute.</source>
            <translation>阿里云正忙。请一分钟后重试。</translation>
        </message>
        <message>
            <source>Alibaba Cloud doesn't accept a setting of this request. See details for which one, and change it.</source>
            <translation>阿里云不接受这个请求的某项设置。请在详细信息中查看是哪一项，然后修改。</translation>
        </message>
        <message>
            <source>Alibaba Cloud doesn't accept a setting of this request. Change the settings or the model.</source>
            <translation>阿里云不接受这个请求的某项设置。请修改设置或更换模型。</translation>
        </message>
        <message>
            <source>Alibaba couldn't improve your prompt right now. Generate again later, or turn off “Improve my prompt”.</source>
            <translation>阿里云暂时无法改写你的提示词。请稍后重新生成，或关闭“提示词智能改写”。</translation>
        </message>
        <message>
            <source>Alibaba refused the upload. Try again later, or choose another region.</source>
            <translation>阿里云拒绝了上传。请稍后重试，或选择其他地域。</translation>
        </message>
        <message>
            <source>This video is already being made and can no longer be cancelled. Wait until it's finished.</source>
            <translation>这个视频已在生成，无法取消。请等它完成。</translation>
        </message>
        <message>
            <source>You closed this order before it was confirmed. If its video turns up within a day, it will be downloaded automatically.</source>
            <translation>你在确认之前关闭了这个任务。如果它的视频在一天之内出现，会自动下载。</translation>
        </message>
        <message>
            <source>The system keyring isn't working right now. The API key can be kept for this session only.</source>
            <translation>系统密钥环目前无法使用。API Key 只能在本次运行期间保留。</translation>
        </message>
        <message>
            <source>Something went wrong. Try again.</source>
            <translation>出了点问题，请再试一次。</translation>
        </message>
        <message>
            <source>This picture is too long and narrow at any size ({width} × {height}). Crop it: its long side can be at most {aspect} times its short side.</source>
            <translation>这张图片太狭长（{width} × {height}），无论缩放到多大都不行。请裁剪：长边最多为短边的 {aspect} 倍。</translation>
        </message>
        <message>
            <source>This audio is {audio_seconds} long. Choose one of at least {least_seconds}.</source>
            <translation>这段音频长 {audio_seconds}，请选择至少 {least_seconds} 的音频。</translation>
        </message>
        <message>
            <source>Enter a whole number from {least} to {most}.</source>
            <translation>请输入 {least} 到 {most} 之间的整数。</translation>
        </message>
        <message>
            <source>This name has {count} characters. Shorten it to {most} at most.</source>
            <translation>名称有 {count} 个字符，请缩短到 {most} 个以内。</translation>
        </message>
        <message>
            <source>This label has {count} characters. Shorten it to {most} at most.</source>
            <translation>标签有 {count} 个字符，请缩短到 {most} 个以内。</translation>
        </message>
        <message>
            <source>This note has {count} characters. Shorten it to {most} at most, or keep the text in a file of your own.</source>
            <translation>备注有 {count} 个字符，请缩短到 {most} 个以内，或把文字存到自己的文件里。</translation>
        </message>
        <message>
            <source>This pattern is too long. Use {most} characters at most.</source>
            <translation>这个格式太长，最多 {most} 个字符。</translation>
        </message>
        <message>
            <source>There is no field {field}. Choose one of those below.</source>
            <translation>没有 {field} 这个字段，请从下面选择。</translation>
        </message>
        <message>
            <source>A brace is missing. Write a field like {example}.</source>
            <translation>缺少一个花括号，字段请写成 {example} 这样。</translation>
        </message>
        <message>
            <source>Add a field, such as {example}. Without one, all videos would have the same name.</source>
            <translation>请加入一个字段，例如 {example}，否则所有视频会重名。</translation>
        </message>
        <message>
            <source>This video can't be continued as it is. Convert it, or choose another one.</source>
            <translation>这个视频不能直接续写。请转换它，或换一个视频。</translation>
        </message>
        <message>
            <source>This clip is {seconds} s long. Use {most} s of it, or choose another one.</source>
            <translation>这段视频长 {seconds} 秒。请只用其中 {most} 秒，或换一段视频。</translation>
        </message>
        <message>
            <source>This clip is {width} × {height}. Convert it, or choose one with at most {most} pixels on each side.</source>
            <translation>这段视频为 {width} × {height}。请转换它，或选择每边不超过 {most} 像素的视频。</translation>
        </message>
        <message>
            <source>This clip is {size_bytes}. Convert it, or choose one of at most {most_bytes}.</source>
            <translation>这段视频为 {size_bytes}。请转换它，或选择不超过 {most_bytes} 的视频。</translation>
        </message>
        <message>
            <source>The shot type does nothing now. Turn on “Improve my prompt” to use it.</source>
            <translation>镜头类型现在不起作用。要使用它，请开启“提示词智能改写”。</translation>
        </message>
        <message>
            <source>This model may still add sound. A silent video costs the same.</source>
            <translation>该模型仍可能加上声音。无声视频的价格也相同。</translation>
        </message>
        <message>
            <source>This duration may not work in this region; these do: {certain} s. If it fails, you will not be charged.</source>
            <translation>该地域可能不支持这个时长，可用的有：{certain} 秒。如果失败，不会收费。</translation>
        </message>
        <message>
            <source>An effect doesn't use the last frame. Choose no effect to use it.</source>
            <translation>特效不会用到尾帧。要使用尾帧，请不选特效。</translation>
        </message>
        <message>
            <source>The picture can't be read right now. Check that its drive is connected, or choose another one.</source>
            <translation>现在无法读取这张图片。请检查存放它的磁盘是否已连接，或换一张图片。</translation>
        </message>
        <message>
            <source>That is not an audio file we can read. Convert it to WAV or MP3, or choose another one.</source>
            <translation>无法识别这个音频文件。请将它转换为 WAV 或 MP3，或换一个文件。</translation>
        </message>
        <message>
            <source>The audio file can't be read right now. Check that its drive is connected, or choose another one.</source>
            <translation>现在无法读取这个音频文件。请检查存放它的磁盘是否已连接，或换一个文件。</translation>
        </message>
        <message>
            <source>This model's videos are silent. Choose a model that accepts an audio file.</source>
            <translation>此模型生成的视频没有声音。请选择支持上传音频的模型。</translation>
        </message>
        <message>
            <source>That is text. Drop a file, or paste the text into the prompt.</source>
            <translation>这是文字。请拖入文件，或把文字粘贴到提示词里。</translation>
        </message>
        <message>
            <source>Using the newer picture.</source>
            <translation>已使用较新的图片。</translation>
        </message>
        <message>
            <source>This folder isn't there: {folder}. Connect its drive, or check the path.</source>
            <translation>找不到这个文件夹：{folder}。请连接它所在的磁盘，或检查路径。</translation>
        </message>
        <message>
            <source>A file is in the way of this folder: {folder}. Move or rename the file.</source>
            <translation>这个文件夹的位置被一个文件占用：{folder}。请移走或重命名该文件。</translation>
        </message>
        <message>
            <source>The disk of this folder is read-only: {folder}. Make it writable.</source>
            <translation>这个文件夹所在的磁盘是只读的：{folder}。请改为可写。</translation>
        </message>
        <message>
            <source>Wan Desk isn't allowed to write to this folder: {folder}. Change its permissions.</source>
            <translation>Wan Desk 没有权限写入这个文件夹：{folder}。请修改它的权限。</translation>
        </message>
        <message>
            <source>Wan Desk is already open with this profile. Close the other window.</source>
            <translation>Wan Desk 已用这个配置目录打开。请关闭另一个窗口。</translation>
        </message>
        <message>
            <source>This video is already in your list.</source>
            <translation>这个视频已经在列表中。</translation>
        </message>
        <message>
            <source>The address must begin with https://. http:// works for this computer only.</source>
            <translation>地址必须以 https:// 开头；http:// 只能用于本机。</translation>
        </message>
        <message>
            <source>This isn't a valid server name: {host}. Check the address.</source>
            <translation>这不是有效的服务器名：{host}。请检查地址。</translation>
        </message>
        <message>
            <source>This system has no keyring. The API key can be kept for this session only.</source>
            <translation>此系统没有密钥环。API Key 只能在本次运行期间保留。</translation>
        </message>
        <message>
            <source>The system keyring is locked. Unlock it and try again, or keep the API key for this session only.</source>
            <translation>系统密钥环已锁定。请解锁后重试，或仅在本次运行期间保留 API Key。</translation>
        </message>
        <message>
            <source>The system keyring isn't responding. Check whether it is asking for a password, or keep the API key for this session only.</source>
            <translation>系统密钥环没有响应。请查看它是否在等你输入密码，或仅在本次运行期间保留 API Key。</translation>
        </message>
        <message>
            <source>The system keyring didn't save the API key. It can be kept for this session only.</source>
            <translation>系统密钥环没有保存 API Key。它只能在本次运行期间保留。</translation>
        </message>
        <message>
            <source>Alibaba Cloud can't be reached. Check your network.</source>
            <translation>无法连接阿里云。请检查网络。</translation>
        </message>
        <message>
            <source>Something on your network replied instead of Alibaba Cloud. Check your network or proxy.</source>
            <translation>应答的不是阿里云，而是你网络中的其他设备。请检查网络或代理。</translation>
        </message>
        <message>
            <source>This network uses a certificate that isn't trusted. Ask your network administrator.</source>
            <translation>当前网络使用的证书不受信任。请咨询网络管理员。</translation>
        </message>
        <message>
            <source>Alibaba Cloud's address can't be found. Check your network or its DNS server.</source>
            <translation>找不到阿里云的地址。请检查网络或域名服务器。</translation>
        </message>
        <message>
            <source>SOCKS 4 proxies aren't supported. Use a SOCKS 5 or a web proxy.</source>
            <translation>不支持 SOCKS 4 代理。请改用 SOCKS 5 代理或网页代理。</translation>
        </message>
        <message>
            <source>This isn't a proxy address. Write it like proxy.example.com:8080.</source>
            <translation>这不是代理地址。请写成“主机:端口”的形式。</translation>
        </message>
        <message>
            <source>Alibaba's storage {host} can't be reached. Uploads and downloads will fail. Ask your network administrator.</source>
            <translation>无法连接阿里云的存储 {host}，上传和下载都会失败。请联系网络管理员。</translation>
        </message>
        <message>
            <source>Something on your network replied instead of Alibaba's storage {host}. Ask your network administrator.</source>
            <translation>应答的不是阿里云存储 {host}，而是你网络中的其他设备。请咨询网络管理员。</translation>
        </message>
        <message>
            <source>Alibaba Cloud is at full capacity. Try again in a few minutes.</source>
            <translation>阿里云目前没有空闲资源。请过几分钟再生成。</translation>
        </message>
        <message>
            <source>Alibaba Cloud is having problems. Try again later.</source>
            <translation>阿里云出现故障。请稍后再生成。</translation>
        </message>
        <message>
            <source>Alibaba Cloud took too long and gave up on this video. Generate it again.</source>
            <translation>阿里云生成这个视频超时，已放弃。请重新生成。</translation>
        </message>
        <message>
            <source>Wan Desk sent a request that Alibaba Cloud doesn't accept. Please report this with the details.</source>
            <translation>Wan Desk 发出的请求不被阿里云接受。请附上详细信息向我们反馈。</translation>
        </message>
        <message>
            <source>This model isn't available to you in this region. Choose another model or region.</source>
            <translation>此地域没有向你提供这个模型。请选择其他模型或地域。</translation>
        </message>
        <message>
            <source>Your account has no access to this model. Request access in the console, or choose another model.</source>
            <translation>你的账号无权使用这个模型。请在控制台申请，或选择其他模型。</translation>
        </message>
        <message>
            <source>Your API key's workspace isn't allowed to use this model. Allow it in the console, or choose another model.</source>
            <translation>API Key 所属的业务空间无权使用这个模型。请在控制台授权，或选择其他模型。</translation>
        </message>
        <message>
            <source>Model Studio isn't activated in this region. Activate it in the console.</source>
            <translation>此地域尚未开通百炼。请在控制台开通。</translation>
        </message>
        <message>
            <source>Your API key has no access to this workspace. Use an API key of the default workspace.</source>
            <translation>你的 API Key 无权访问这个业务空间。请使用默认业务空间的 API Key。</translation>
        </message>
        <message>
            <source>Your API key doesn't belong to this workspace. Check both in Settings.</source>
            <translation>你的 API Key 不属于这个业务空间。请在“设置”中检查这两项。</translation>
        </message>
        <message>
            <source>This workspace doesn't exist. Check its ID in Settings.</source>
            <translation>这个业务空间不存在。请在“设置”中检查它的 ID。</translation>
        </message>
        <message>
            <source>Alibaba doesn't let your API key do this. Check its permissions in the console.</source>
            <translation>阿里云不允许你的 API Key 执行此操作。请在控制台检查它的权限。</translation>
        </message>
        <message>
            <source>Alibaba has blocked new requests from your account. Contact Alibaba's support.</source>
            <translation>阿里云已禁止你的账号提交新请求。请联系阿里云客服。</translation>
        </message>
        <message>
            <source>This address refuses your API key or this model. Check the workspace in Settings, or choose another model.</source>
            <translation>该地址拒绝你的 API Key 或这个模型。请在设置中检查业务空间，或选择其他模型。</translation>
        </message>
        <message>
            <source>Your API key isn't sent to {host}. Check this region's address in Settings.</source>
            <translation>你的 API Key 不会发送到 {host}。请在“设置”中检查此地域的地址。</translation>
        </message>
        <message>
            <source>Your Alibaba account has no balance left. Top it up in the console.</source>
            <translation>你的阿里云账号余额不足。请在控制台充值。</translation>
        </message>
        <message>
            <source>Your Alibaba account has an unpaid bill. Pay it in the console.</source>
            <translation>你的阿里云账号有未付账单。请在控制台支付。</translation>
        </message>
        <message>
            <source>The budget set for your Alibaba account is used up. Raise it in the console.</source>
            <translation>你的阿里云账号设置的预算已用完。请在控制台提高预算。</translation>
        </message>
        <message>
            <source>Your Alibaba account hasn't purchased this service. Purchase it in the console.</source>
            <translation>你的阿里云账号尚未购买此服务。请在控制台购买。</translation>
        </message>
        <message>
            <source>Your free quota is used up. Turn on pay-as-you-go in the console, or choose another model.</source>
            <translation>你的免费额度已用完。请在控制台开启按量付费，或选择其他模型。</translation>
        </message>
        <message>
            <source>Your free quota is used up and "free tier only" is on. Turn it off in the console.</source>
            <translation>你的免费额度已用完，且开启了“免费额度用完即停”。请在控制台关闭。</translation>
        </message>
        <message>
            <source>Alibaba's content check refused the picture or the prompt. Change them.</source>
            <translation>图片或提示词未通过阿里云的内容审核。请修改后再试。</translation>
        </message>
        <message>
            <source>Alibaba's content check refused your request or its video. Change the prompt or the picture.</source>
            <translation>这个请求或生成的视频未通过阿里云的内容审核。请修改提示词或图片。</translation>
        </message>
        <message>
            <source>Alibaba's content check blocked the finished video. Change the prompt or the picture.</source>
            <translation>生成的视频未通过阿里云的内容审核。请修改提示词或更换图片。</translation>
        </message>
        <message>
            <source>Alibaba suspects that the picture or the prompt infringes someone's rights. Change them.</source>
            <translation>阿里云认为图片或提示词可能侵犯他人权益。请修改后再试。</translation>
        </message>
        <message>
            <source>A rule of your Alibaba account refused this request. Ask the account's administrator.</source>
            <translation>你的阿里云账号的一条规则拒绝了这个请求。请咨询账号管理员。</translation>
        </message>
        <message>
            <source>Alibaba couldn't read the picture or the audio. Save it in another format and try again.</source>
            <translation>阿里云无法读取图片或音频。请另存为其他格式再试。</translation>
        </message>
        <message>
            <source>Alibaba couldn't download the picture or the audio. Generate again to upload it again.</source>
            <translation>阿里云无法下载图片或音频。请再次生成，以便重新上传。</translation>
        </message>
        <message>
            <source>Alibaba doesn't accept the size or shape of this picture. Choose another one.</source>
            <translation>阿里云不接受这张图片的尺寸或比例。请换一张。</translation>
        </message>
        <message>
            <source>Alibaba can't make a video from what this picture shows. Choose another one.</source>
            <translation>阿里云无法用这张图片的内容生成视频。请换一张。</translation>
        </message>
        <message>
            <source>Alibaba heard nothing in your audio. Choose another file.</source>
            <translation>阿里云未在你的音频中检测到声音。请换一个文件。</translation>
        </message>
        <message>
            <source>Alibaba couldn't read your audio. Use a standard WAV or MP3 file.</source>
            <translation>阿里云无法读取你的音频。请使用普通的 WAV 或 MP3 文件。</translation>
        </message>
        <message>
            <source>Alibaba doesn't accept the length of your audio. Choose a shorter or longer one.</source>
            <translation>阿里云不接受这段音频的时长。请换一段更短或更长的。</translation>
        </message>
        <message>
            <source>The picture or the audio is too large for Alibaba. Choose a smaller one.</source>
            <translation>图片或音频超过了阿里云的大小限制。请选择更小的文件。</translation>
        </message>
        <message>
            <source>The upload address {host} isn't Alibaba's, so nothing was sent there. Try again later.</source>
            <translation>上传地址 {host} 不属于阿里云，因此没有发送任何内容。请稍后再试。</translation>
        </message>
        <message>
            <source>This network blocks uploads to Alibaba's storage. Try another network.</source>
            <translation>当前网络阻止上传到阿里云存储。请换一个网络。</translation>
        </message>
        <message>
            <source>The permission to upload expired. Generate again.</source>
            <translation>上传许可已过期。请重新生成。</translation>
        </message>
        <message>
            <source>Alibaba doesn't let your API key upload files. Use another API key, or generate without the audio file.</source>
            <translation>阿里云不允许你的 API Key 上传文件。请换用其他 API Key，或不使用音频文件生成。</translation>
        </message>
        <message>
            <source>This region doesn't accept uploaded files. Choose another region.</source>
            <translation>该地域不支持上传文件。请选择其他地域。</translation>
        </message>
        <message>
            <source>This request is being sent right now. You can cancel it once it is in Alibaba's queue.</source>
            <translation>这个请求正在发送。进入阿里云的队列后就可以取消。</translation>
        </message>
        <message>
            <source>It isn't certain that Alibaba received this order. It will not be sent again automatically.</source>
            <translation>不确定阿里云是否收到了这个任务。它不会自动重新发送。</translation>
        </message>
        <message>
            <source>Alibaba didn't receive this order, so no video was made. You can generate it again.</source>
            <translation>阿里云没有收到这个任务，所以没有生成视频。你可以再次生成。</translation>
        </message>
        <message>
            <source>Alibaba didn't list this order for a whole day, so it probably never arrived. Check your bill to be sure.</source>
            <translation>阿里云整整一天都没有列出这个任务，它很可能没有送达。请以账单为准。</translation>
        </message>
        <message>
            <source>Alibaba's list of videos isn't available right now. Try again in a minute.</source>
            <translation>阿里云的视频列表暂时无法读取。请过一分钟再试。</translation>
        </message>
        <message>
            <source>That isn't a task ID. Copy the whole ID from Alibaba.</source>
            <translation>这不是任务 ID。请从阿里云完整复制。</translation>
        </message>
        <message>
            <source>Alibaba doesn't know this task ID in this region. Check both. Task IDs are valid for 24 hours.</source>
            <translation>阿里云在此地域查不到这个任务 ID。请检查 ID 和地域。任务 ID 只在 24 小时内有效。</translation>
        </message>
        <message>
            <source>Alibaba made no video for this order, so there is nothing to download. You were not charged.</source>
            <translation>阿里云没有为这个任务生成视频，因此没有可下载的内容。没有产生费用。</translation>
        </message>
        <message>
            <source>This task ID belongs to something other than a video. Copy the task ID of a video.</source>
            <translation>这个任务 ID 对应的不是视频。请复制视频的任务 ID。</translation>
        </message>
        <message>
            <source>Alibaba gives no download link for this task ID. If it is a video, try again in a few minutes.</source>
            <translation>阿里云没有提供这个任务 ID 的下载链接。如果它是视频，请过几分钟再试。</translation>
        </message>
        <message>
            <source>This video was imported by its task ID, without its picture. Add a picture and generate.</source>
            <translation>这个视频是凭任务 ID 导入的，没有原图。请添加图片后再生成。</translation>
        </message>
        <message>
            <source>The download link had expired. Requesting a new one.</source>
            <translation>下载链接已过期，正在获取新的链接。</translation>
        </message>
        <message>
            <source>This network blocks the video download. Try another network.</source>
            <translation>当前网络阻止下载视频。请换一个网络。</translation>
        </message>
        <message>
            <source>The download link to {host} isn't safe to open, so nothing was downloaded. Try again on another network.</source>
            <translation>指向 {host} 的下载链接不安全，未下载任何内容。请换个网络再试。</translation>
        </message>
        <message>
            <source>Every download of this video was damaged. The last one is kept as {file}. Downloading again is free.</source>
            <translation>多次下载的视频都已损坏。最后一次下载保存为 {file}。重新下载免费。</translation>
        </message>
        <message>
            <source>This download is larger than {most_bytes}, so it was stopped: no video from Alibaba is that large. Try another network. Downloading again is free.</source>
            <translation>下载的文件超过 {most_bytes}，已停止下载：阿里云的视频不会这么大。请换一个网络再试。重新下载是免费的。</translation>
        </message>
        <message>
            <source>Another app is using the video file {file}. Retrying.</source>
            <translation>视频文件 {file} 被其他程序占用，正在重试。</translation>
        </message>
        <message>
            <source>The downloaded video can't be opened. Download it again.</source>
            <translation>下载的视频无法打开。请重新下载。</translation>
        </message>
        <message>
            <source>The video {name} isn't in {folder}, or it is another video of that name. Choose another place.</source>
            <translation>{folder} 中没有 {name}，或是同名的其他视频。请选择其他位置。</translation>
        </message>
        <message>
            <source>This video was ordered with another API key. Enter that key again to download it.</source>
            <translation>这个视频是用另一个 API Key 提交的。换回那个 API Key 即可下载。</translation>
        </message>
        <message>
            <source>This order isn't in Alibaba's list right now. Checking every few minutes.</source>
            <translation>阿里云的列表中暂时没有这个任务，每隔几分钟检查一次。</translation>
        </message>
        <message>
            <source>Alibaba made this video, but gives no download link right now. Try again in a few minutes.</source>
            <translation>阿里云已生成这个视频，但暂时没有提供下载链接。请过几分钟再试。</translation>
        </message>
        <message>
            <source>Alibaba keeps videos for 24 hours only, so this one can no longer be downloaded. It is on your bill.</source>
            <translation>阿里云只保留视频 24 小时，这个视频已无法下载。它会计入你的账单。</translation>
        </message>
        <message>
            <source>Alibaba keeps videos for 24 hours and no longer lists this one. If it was made, it is on your bill.</source>
            <translation>阿里云只保留视频 24 小时，这个视频已查不到。如果已生成，它会计入你的账单。</translation>
        </message>
        <message>
            <source>Alibaba keeps videos for 24 hours. This one was ordered with another API key, so Wan Desk can't tell whether it was made. If it was, it is on the bill of that key's account.</source>
            <translation>阿里云只保留视频 24 小时。这个视频是用另一个 API Key 提交的，Wan Desk 无法得知它是否已生成。如果已生成，它会计入那个 API Key 所属账号的账单。</translation>
        </message>
        <message>
            <source>Alibaba no longer has this video. It keeps videos for 24 hours only.</source>
            <translation>阿里云已不再保存这个视频，那里只保留 24 小时。</translation>
        </message>
        <message>
            <source>This file can't be read. Check that it is still there, and its permissions.</source>
            <translation>无法读取该文件。请检查它是否存在以及权限。</translation>
        </message>
        <message>
            <source>This file is larger than {most_bytes}. Split it into smaller ones.</source>
            <translation>该文件超过 {most_bytes}。请拆分成较小的文件。</translation>
        </message>
        <message>
            <source>This isn't a text file. In your spreadsheet, save the table as CSV (UTF-8).</source>
            <translation>这不是文本文件。请在表格软件中另存为 CSV (UTF-8)。</translation>
        </message>
        <message>
            <source>This file has no lines to order. Save the template and fill it in.</source>
            <translation>该文件没有可提交的行。请保存模板并填写。</translation>
        </message>
        <message>
            <source>This file has {lines} lines. Split it: at most {most} can be ordered at once.</source>
            <translation>该文件有 {lines} 行。请拆分：一次最多 {most} 行。</translation>
        </message>
        <message>
            <source>The first line must name the columns, such as picture, prompt and model. The template shows all.</source>
            <translation>第一行必须是列名，例如图片、提示词、模型。全部列名见模板。</translation>
        </message>
        <message>
            <source>No column is called picture. Every line needs one.</source>
            <translation>缺少“图片”列。每一行都需要图片。</translation>
        </message>
        <message>
            <source>There is no column “{name}”. Rename or delete it. The template shows the names.</source>
            <translation>没有名为“{name}”的列。请改名或删除。列名见模板。</translation>
        </message>
        <message>
            <source>The column “{name}” is there twice. Delete one of them.</source>
            <translation>列“{name}”重复。请删除其中一列。</translation>
        </message>
        <message>
            <source>This line has more cells ({cells}) than there are columns ({columns}). Put a text with commas in quotation marks.</source>
            <translation>此行的单元格（{cells}）多于列数（{columns}）。含逗号的文本请加引号。</translation>
        </message>
        <message>
            <source>The quotation marks of this line are wrong. Write "" for a quotation mark within a text.</source>
            <translation>此行的引号有误。文本中的引号请写成 ""。</translation>
        </message>
        <message>
            <source>This line names no picture. Enter one, or delete the line.</source>
            <translation>此行没有图片。请填写，或删除此行。</translation>
        </message>
        <message>
            <source>No model is called “{name}”. Use a name from the form, or leave the cell empty.</source>
            <translation>没有名为“{name}”的模型。请使用表单中的名称，或留空。</translation>
        </message>
        <message>
            <source>The model doesn't offer “{name}”. Possible: {offered}.</source>
            <translation>该模型不支持“{name}”。可选：{offered}。</translation>
        </message>
        <message>
            <source>The model of this line doesn't take this. Empty the cell, or choose another model.</source>
            <translation>此行的模型不支持该项。请清空单元格，或选择其他模型。</translation>
        </message>
        <message>
            <source>These are {videos} videos. Split the file: at most {most} can be ordered at once.</source>
            <translation>共 {videos} 个视频。请拆分文件：一次最多 {most} 个。</translation>
        </message>
    </context>
    <context>
        <name>Remaking</name>
        <message>
            <source>Ma&amp;ke it for real</source>
            <translation>正式生成(&amp;K)</translation>
        </message>
        <message>
            <source>Ma&amp;ke it for real · {cost}</source>
            <translation>正式生成 · {cost}(&amp;K)</translation>
        </message>
        <message>
            <source>Make it &amp;larger</source>
            <translation>放大生成(&amp;L)</translation>
        </message>
        <message>
            <source>Make it &amp;larger · {cost}</source>
            <translation>放大生成 · {cost}(&amp;L)</translation>
        </message>
        <message>
            <source>{cost} in {region}</source>
            <translation>{region}：{cost}</translation>
        </message>
        <message>
            <source>Make it for real in which region?</source>
            <translation>在哪个地域正式生成？</translation>
        </message>
        <message>
            <source>How large should it be?</source>
            <translation>要生成多大？</translation>
        </message>
        <message>
            <source>Use these settings</source>
            <translation>使用这些设置</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>{region} doesn't offer {model}. Use these settings to choose another model.</source>
            <translation>{region}不提供 {model}。请使用这些设置，另选模型。</translation>
        </message>
        <message>
            <source>{region} doesn't offer everything in it: {values}. Use these settings to change it.</source>
            <translation>{region}不支持其中的：{values}。请使用这些设置进行修改。</translation>
        </message>
        <message>
            <source>To make this video for real, connect your Alibaba Cloud key first: Settings &gt; Regions and keys.</source>
            <translation>要正式生成此视频，请先在“设置 &gt; 地域与 API Key”中连接您的阿里云 API Key。</translation>
        </message>
        <message>
            <source>This video wasn't made in Practice: it is a real one already.</source>
            <translation>此视频不是在练习模式中生成的，已是正式视频。</translation>
        </message>
        <message>
            <source>Wait until this video is finished, or use its settings in the form.</source>
            <translation>请等视频完成，或在表单中使用它的设置。</translation>
        </message>
        <message>
            <source>This video was imported, so its picture and values aren't known here.</source>
            <translation>此视频是导入的，这里没有它的图片和参数。</translation>
        </message>
        <message>
            <source>The seed of this video isn't known. You get a new video from the same picture and prompt, and it will differ from this one.</source>
            <translation>不知道此视频的种子。将用同样的图片和提示词生成一个新视频，结果会与此视频不同。</translation>
        </message>
        <message>
            <source>This model offers nothing larger than {resolution} here.</source>
            <translation>该模型在此地域最高为 {resolution}。</translation>
        </message>
    </context>
    <context>
        <name>Removing</name>
        <message numerus="yes">
            <source>Removed %n videos. They go to the trash.</source>
            <translation>
                <numerusform>已移除 %n 个视频，将移到回收站。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Removed %n rows.</source>
            <translation>
                <numerusform>已移除 %n 条。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Removed %n rows. Their videos go to the trash.</source>
            <translation>
                <numerusform>已移除 %n 条，其中的视频将移到回收站。</numerusform>
            </translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message numerus="yes">
            <source>%n rows are under way and stay.</source>
            <translation>
                <numerusform>%n 条还在进行中，会保留。</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete them there if you don't need them.</source>
            <translation>不需要的话，请在那里删除。</translation>
        </message>
        <message numerus="yes">
            <source>The trash doesn't take %n videos.</source>
            <translation>
                <numerusform>%n 个视频无法移到回收站。</numerusform>
            </translation>
        </message>
        <message>
            <source>They stay in their folders.</source>
            <translation>它们仍在原来的文件夹中。</translation>
        </message>
        <message>
            <source>They stay in {folder}.</source>
            <translation>它们仍在 {folder} 中。</translation>
        </message>
        <message numerus="yes">
            <source>Remove %n videos that are not saved yet?</source>
            <translation>
                <numerusform>要移除 %n 个尚未保存的视频吗？</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>You paid for %n videos that are not on this computer. Alibaba keeps them until {moment}. Then they are gone.</source>
            <translation>
                <numerusform>有 %n 个视频已付费，但还没有保存到这台电脑。阿里云会保留到{moment}，之后就会删除。</numerusform>
            </translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保留</translation>
        </message>
    </context>
    <context>
        <name>Saving</name>
        <message>
            <source>Wan Desk can't save to the videos folder right now.</source>
            <translation>Wan Desk 暂时无法保存到视频文件夹。</translation>
        </message>
        <message>
            <source>The video is safe inside Wan Desk. It will move to its folder automatically.</source>
            <translation>视频安全地保存在 Wan Desk 中，之后会自动移到视频文件夹。</translation>
        </message>
        <message>
            <source>New videos wait inside Wan Desk.</source>
            <translation>新视频会暂存在 Wan Desk 中。</translation>
        </message>
        <message>
            <source>Choose another folder</source>
            <translation>换一个文件夹</translation>
        </message>
        <message>
            <source>Choose a folder for your videos</source>
            <translation>选择保存视频的文件夹</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Alibaba no longer keeps it.</source>
            <translation>阿里云已不再保留它。</translation>
        </message>
        <message>
            <source>Ordered {ordered}, got {got}.</source>
            <translation>要求 {ordered}，实际 {got}。</translation>
        </message>
        <message>
            <source>It has no audio.</source>
            <translation>它没有声音。</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Pictures and audio you use are sent to Alibaba Cloud in the region you choose. Uploads are kept there for 48 hours, videos for 24.</source>
            <translation>你使用的图片和音频会发送到所选地域的阿里云。上传的文件在那里保留 48 小时，视频保留 24 小时。</translation>
        </message>
        <message>
            <source>Regions and keys</source>
            <translation>地域与 API Key</translation>
        </message>
        <message>
            <source>Simultaneous orders per model</source>
            <translation>每个模型同时进行的任务数</translation>
        </message>
        <message>
            <source>The other orders wait in this program, where you can still move and cancel them. Automatic: twice the number of videos Alibaba makes at once.</source>
            <translation>其余任务在本机排队，可以移动或取消。“自动”为阿里云同时生成视频数的两倍。</translation>
        </message>
        <message>
            <source>Keep the computer awake until all orders are sent and all videos are saved</source>
            <translation>任务全部发送、视频全部保存之前，不让电脑睡眠</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>A new language is used the next time you open Wan Desk.</source>
            <translation>新语言在下次打开 Wan Desk 时生效。</translation>
        </message>
        <message>
            <source>Jobs in the window</source>
            <translation>任务列表的位置</translation>
        </message>
        <message>
            <source>Motion</source>
            <translation>动画</translation>
        </message>
        <message>
            <source>Reduced</source>
            <translation>减少</translation>
        </message>
        <message>
            <source>Full</source>
            <translation>完整</translation>
        </message>
        <message>
            <source>Videos folder</source>
            <translation>视频文件夹</translation>
        </message>
        <message>
            <source>New videos are saved here. Videos that were saved before stay where they are.</source>
            <translation>新视频会保存在这里，以前保存的视频留在原处。</translation>
        </message>
        <message>
            <source>File names of videos</source>
            <translation>视频文件名</translation>
        </message>
        <message>
            <source>For new videos. A file that is there is never replaced.</source>
            <translation>用于新视频。已有的文件绝不会被替换。</translation>
        </message>
        <message>
            <source>A subfolder for each label</source>
            <translation>每个标签一个子文件夹</translation>
        </message>
        <message>
            <source>A new video is saved in the folder of the label that it has by then.</source>
            <translation>新视频保存在它届时所带标签的文件夹中。</translation>
        </message>
        <message>
            <source>Notify me when videos are ready</source>
            <translation>视频生成后通知我</translation>
        </message>
        <message>
            <source>Only while Wan Desk isn't in front, and once for what you generate together. If a video can't be made, you are told as well. No prompt is shown.</source>
            <translation>仅当 Wan Desk 不在前台时通知；一起生成的视频只通知一次，生成失败也会通知。通知中不显示提示词。</translation>
        </message>
        <message>
            <source>No limit</source>
            <translation>不限</translation>
        </message>
        <message>
            <source>Wan Desk asks before an order that goes beyond one of these amounts. What is under way counts as its estimate. Practice costs nothing and never asks.</source>
            <translation>请求超过其中任一金额时，Wan Desk 会先询问。进行中的按预估计入。练习免费，不会询问。</translation>
        </message>
        <message>
            <source>Advanced</source>
            <translation>高级</translation>
        </message>
        <message>
            <source>General</source>
            <translation>通用</translation>
        </message>
        <message>
            <source>Limit a day, in dollars</source>
            <translation>每日上限（美元）</translation>
        </message>
        <message>
            <source>Limit a day, in yuan</source>
            <translation>每日上限（元）</translation>
        </message>
        <message>
            <source>Limit a month, in dollars</source>
            <translation>每月上限（美元）</translation>
        </message>
        <message>
            <source>Limit a month, in yuan</source>
            <translation>每月上限（元）</translation>
        </message>
        <message>
            <source>Ask above, in dollars</source>
            <translation>单次超过时询问（美元）</translation>
        </message>
        <message>
            <source>Ask above, in yuan</source>
            <translation>单次超过时询问（元）</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Money</source>
            <translation>费用</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>API keys are kept in the system keyring, never in a file.</source>
            <translation>API Key 保存在系统密钥环中，不会写入文件。</translation>
        </message>
        <message>
            <source>API keys are kept in {keyring}, never in a file.</source>
            <translation>API Key 保存在 {keyring} 中，不会写入文件。</translation>
        </message>
        <message>
            <source>Save this as the API key for {region}?</source>
            <translation>保存为{region}的 API Key？</translation>
        </message>
        <message>
            <source>Save anyway</source>
            <translation>仍然保存</translation>
        </message>
        <message>
            <source>Model Studio API keys begin with sk-, and this one doesn't. Did you copy something else?</source>
            <translation>百炼的 API Key 以 sk- 开头，而这个不是。是不是复制了别的内容？</translation>
        </message>
        <message>
            <source>Send my key to {host}?</source>
            <translation>将我的 API Key 发送到 {host}？</translation>
        </message>
        <message>
            <source>Send key</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>This isn't an address of Alibaba Cloud in {region}. Whoever runs it can spend money with your API key and see your pictures, audio and prompts. Your answer counts for this computer.</source>
            <translation>这不是阿里云{region}的地址。它的运营者可以用你的 API Key 花钱，也能看到你的图片、音频和提示词。你的回答仅对这台电脑有效。</translation>
        </message>
        <message>
            <source>Try this API key in {regions}?</source>
            <translation>在{regions}试用这个 API Key？</translation>
        </message>
        <message>
            <source>Wan Desk sends the API key to one region after the other. This is free.</source>
            <translation>Wan Desk 会把 API Key 依次发送到这些地域，免费。</translation>
        </message>
        <message>
            <source>Keep this API key for {region} for the session?</source>
            <translation>在本次运行期间保留{region}的 API Key？</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>丢弃</translation>
        </message>
        <message>
            <source>You typed an API key but didn't save it.</source>
            <translation>你输入了 API Key 但没有保存。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Try key</source>
            <translation>试用</translation>
        </message>
        <message>
            <source>Save it to use it.</source>
            <translation>保存后即可使用。</translation>
        </message>
        <message>
            <source>The API key wasn't saved. See the message at the top.</source>
            <translation>API Key 未保存，请看顶部的提示。</translation>
        </message>
        <message>
            <source>The API key wasn't removed. See the message at the top.</source>
            <translation>API Key 未移除，请看顶部的提示。</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>Save this API key for {region}?</source>
            <translation>保存{region}的 API Key？</translation>
        </message>
        <message>
            <source>Go back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Save key</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>No region can be shown, because the list of models has an error.</source>
            <translation>模型列表有错误，无法显示任何地域。</translation>
        </message>
        <message>
            <source>Looking for an API key…</source>
            <translation>正在查找 API Key…</translation>
        </message>
        <message>
            <source>No API key yet</source>
            <translation>尚无 API Key</translation>
        </message>
        <message>
            <source>API key saved</source>
            <translation>API Key 已保存</translation>
        </message>
        <message>
            <source>An API key is saved; Test unlocks the keyring</source>
            <translation>API Key 已保存；点“测试”可解锁密钥环</translation>
        </message>
        <message>
            <source>API key for this session only</source>
            <translation>API Key 仅在本次运行期间有效</translation>
        </message>
        <message>
            <source>Use {region}</source>
            <translation>改用{region}</translation>
        </message>
        <message>
            <source>API key saved. Use {region} for new orders?</source>
            <translation>API Key 已保存。新任务改用{region}？</translation>
        </message>
        <message>
            <source>Paste a new API key</source>
            <translation>粘贴新的 API Key 可替换现有的</translation>
        </message>
        <message>
            <source>Address: {host}</source>
            <translation>地址：{host}</translation>
        </message>
        <message>
            <source>Waiting for the keyring…</source>
            <translation>正在等待密钥环…</translation>
        </message>
        <message>
            <source>Couldn't open a browser. Copy the address:
{address}</source>
            <translation>无法打开浏览器。请复制此地址：
{address}</translation>
        </message>
        <message>
            <source>Asking Alibaba Cloud…</source>
            <translation>正在连接阿里云…</translation>
        </message>
        <message>
            <source>Workspace: {host}</source>
            <translation>业务空间：{host}</translation>
        </message>
        <message>
            <source>Use {region} for new orders</source>
            <translation>新任务改用{region}</translation>
        </message>
        <message>
            <source>API key for {region}</source>
            <translation>{region}的 API Key</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>Test {region}</source>
            <translation>测试{region}</translation>
        </message>
        <message>
            <source>Save key for {region}</source>
            <translation>保存{region}的 API Key</translation>
        </message>
        <message>
            <source>Keep key for {region} for this session</source>
            <translation>本次运行保留{region}的 API Key</translation>
        </message>
        <message>
            <source>Check whether the API key works in {region}. This is free.</source>
            <translation>检查 API Key 在{region}是否可用，免费。</translation>
        </message>
        <message>
            <source>Add a model by hand…</source>
            <translation>手动添加模型…</translation>
        </message>
        <message>
            <source>Model ID</source>
            <translation>模型 ID</translation>
        </message>
        <message>
            <source>Name of the model</source>
            <translation>模型名称</translation>
        </message>
        <message>
            <source>Lengths in seconds</source>
            <translation>时长（秒）</translation>
        </message>
        <message>
            <source>Add model</source>
            <translation>添加模型</translation>
        </message>
        <message>
            <source>Price for one second of {resolution}</source>
            <translation>{resolution} 每秒价格</translation>
        </message>
        <message>
            <source>Takes the same as</source>
            <translation>参数与之相同的模型</translation>
        </message>
        <message>
            <source>Region of the model</source>
            <translation>模型所在地域</translation>
        </message>
        <message>
            <source>Currency of the prices</source>
            <translation>价格币种</translation>
        </message>
        <message>
            <source>For a model that Wan Desk doesn't know yet. It is sent what the chosen model takes. Without a price, each request asks first. If Alibaba refuses it, you are not charged.</source>
            <translation>用于 Wan Desk 尚不认识的模型，将按所选模型的参数发送请求。未填价格时，每次生成前都会询问。如被阿里云拒绝，不会收费。</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Region</source>
            <translation>地域</translation>
        </message>
        <message>
            <source>Resolutions</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <source>Seconds</source>
            <translation>时长（秒）</translation>
        </message>
        <message>
            <source>Prices per second</source>
            <translation>每秒价格</translation>
        </message>
        <message>
            <source>{model} is added. Choose it under Model.</source>
            <translation>已添加 {model}，可在“模型”中选择。</translation>
        </message>
        <message>
            <source>{model} is removed.</source>
            <translation>已移除 {model}。</translation>
        </message>
        <message>
            <source>{model} ({id}), {resolutions}</source>
            <translation>{model}（{id}），{resolutions}</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove {model}</source>
            <translation>移除 {model}</translation>
        </message>
        <message>
            <source>Remove key for {region}</source>
            <translation>移除{region}的 API Key</translation>
        </message>
        <message>
            <source>Paste your API key (begins with sk-)</source>
            <translation>粘贴 API Key（以 sk- 开头）</translation>
        </message>
        <message>
            <source>Keep for session</source>
            <translation>仅本次运行保留</translation>
        </message>
        <message>
            <source>Get a key for {region}</source>
            <translation>获取{region}的 API Key</translation>
        </message>
        <message>
            <source>API key from an environment variable</source>
            <translation>API Key 来自环境变量</translation>
        </message>
        <message>
            <source>API key in an environment variable, not tested yet</source>
            <translation>环境变量中有 API Key，尚未测试</translation>
        </message>
        <message>
            <source>Try other regions</source>
            <translation>试试其他地域</translation>
        </message>
        <message>
            <source>No API key needed</source>
            <translation>无需 API Key</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>更改</translation>
        </message>
        <message>
            <source>Change address of {region}</source>
            <translation>更改{region}的地址</translation>
        </message>
        <message>
            <source>Alibaba may close this shared address. Change it to your workspace, whose ID is in the console.</source>
            <translation>阿里云可能停用此公共地址。请改用您的业务空间地址，业务空间 ID 可在控制台查看。</translation>
        </message>
        <message>
            <source>The address can't be used</source>
            <translation>此地址无法使用</translation>
        </message>
        <message>
            <source>Needs your workspace ID</source>
            <translation>需要你的业务空间 ID</translation>
        </message>
        <message>
            <source>Custom address: {host}</source>
            <translation>自定义地址：{host}</translation>
        </message>
        <message>
            <source>All regions</source>
            <translation>所有地域</translation>
        </message>
        <message>
            <source>Connection settings for</source>
            <translation>连接设置适用于</translation>
        </message>
        <message>
            <source>Same as all regions</source>
            <translation>与所有地域相同</translation>
        </message>
        <message>
            <source>Use the system's proxy settings</source>
            <translation>使用系统的代理设置</translation>
        </message>
        <message>
            <source>Use no proxy</source>
            <translation>不使用代理</translation>
        </message>
        <message>
            <source>Use this proxy</source>
            <translation>使用此代理</translation>
        </message>
        <message>
            <source>Proxy scripts (PAC) aren't supported on this system. Enter the proxy address.</source>
            <translation>此系统不支持代理脚本（PAC），请填写代理地址。</translation>
        </message>
        <message>
            <source>Proxy address</source>
            <translation>代理地址</translation>
        </message>
        <message>
            <source>Proxy user name</source>
            <translation>代理用户名</translation>
        </message>
        <message>
            <source>Proxy password</source>
            <translation>代理密码</translation>
        </message>
        <message>
            <source>Save proxy</source>
            <translation>保存代理</translation>
        </message>
        <message>
            <source>Forget password</source>
            <translation>清除密码</translation>
        </message>
        <message>
            <source>Password saved</source>
            <translation>密码已保存</translation>
        </message>
        <message>
            <source>This proxy is now in use.</source>
            <translation>此代理已启用。</translation>
        </message>
        <message>
            <source>This proxy is now in use. Its password is kept for this session only, because the system keyring isn't working right now.</source>
            <translation>此代理已启用。系统密钥环暂时无法使用，密码只在本次运行期间保留。</translation>
        </message>
        <message>
            <source>Password removed.</source>
            <translation>密码已清除。</translation>
        </message>
        <message>
            <source>Check connection</source>
            <translation>检查连接</translation>
        </message>
        <message>
            <source>Contact Alibaba Cloud and its storage, free of charge and without your API key</source>
            <translation>连接阿里云及其存储，免费，且不发送你的 API Key</translation>
        </message>
        <message>
            <source>Enter the proxy user name, too.</source>
            <translation>请一并填写代理用户名。</translation>
        </message>
        <message>
            <source>Orders, uploads and downloads work: {regions}.</source>
            <translation>提交、上传和下载均正常：{regions}。</translation>
        </message>
        <message>
            <source>Wan Desk uses {way}.</source>
            <translation>Wan Desk 的代理设置：{way}。</translation>
        </message>
        <message>
            <source>Checked on {when}:</source>
            <translation>检查时间 {when}：</translation>
        </message>
        <message>
            <source>the system's proxy settings</source>
            <translation>系统的代理设置</translation>
        </message>
        <message>
            <source>no proxy</source>
            <translation>不使用代理</translation>
        </message>
        <message>
            <source>the proxy {address}</source>
            <translation>代理 {address}</translation>
        </message>
        <message>
            <source>{region}: {text}</source>
            <translation>{region}：{text}</translation>
        </message>
        <message>
            <source>{region}: uploads and downloads work.</source>
            <translation>{region}：可以上传和下载。</translation>
        </message>
        <message>
            <source>{region}: orders work.</source>
            <translation>{region}：可以提交任务。</translation>
        </message>
        <message>
            <source>Which address for {region}</source>
            <translation>{region}使用哪个地址</translation>
        </message>
        <message>
            <source>Custom address</source>
            <translation>其他地址</translation>
        </message>
        <message>
            <source>New orders go to {host}. Earlier orders keep their address.</source>
            <translation>新任务发送到 {host}，之前的任务保留原来的地址。</translation>
        </message>
        <message>
            <source>Default address</source>
            <translation>默认地址</translation>
        </message>
        <message>
            <source>My workspace</source>
            <translation>我的业务空间</translation>
        </message>
        <message>
            <source>Workspace ID for {region}</source>
            <translation>{region}的业务空间 ID</translation>
        </message>
        <message>
            <source>Address for {region}</source>
            <translation>{region}的地址</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Use this address for {region}</source>
            <translation>{region}使用这个地址</translation>
        </message>
        <message>
            <source>ID</source>
            <translation>ID</translation>
        </message>
        <message>
            <source>The console shows the ID under Workspaces. Your API key must belong to that workspace.</source>
            <translation>ID 见控制台的“业务空间”。API Key 必须属于该业务空间。</translation>
        </message>
        <message>
            <source>Your API key, pictures, audio and prompts go to this address instead, such as a company gateway.</source>
            <translation>你的 API Key、图片、音频和提示词会改发到此地址，例如公司网关。</translation>
        </message>
        <message>
            <source>Choose: {setting}</source>
            <translation>选择：{setting}</translation>
        </message>
        <message>
            <source>Use default</source>
            <translation>使用默认</translation>
        </message>
        <message>
            <source>Use default: {setting}</source>
            <translation>使用默认：{setting}</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Ask before closing while videos are being made</source>
            <translation>视频生成期间，关闭前先询问</translation>
        </message>
        <message>
            <source>{link} for {region}</source>
            <translation>{region}的{link}</translation>
        </message>
        <message>
            <source>Create an API key there. Copy your workspace ID, too.</source>
            <translation>在那里创建 API Key，并复制业务空间 ID。</translation>
        </message>
        <message>
            <source>Create an API key there.</source>
            <translation>在那里创建 API Key。</translation>
        </message>
        <message>
            <source>Create an Alibaba Cloud account, or sign in to yours.</source>
            <translation>注册阿里云账号，或登录已有账号。</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>注册</translation>
        </message>
        <message>
            <source>Open Model Studio, choose {region} and agree to the terms.</source>
            <translation>打开百炼控制台，选择{region}并同意服务协议。</translation>
        </message>
        <message>
            <source>Model Studio</source>
            <translation>百炼控制台</translation>
        </message>
        <message>
            <source>API keys</source>
            <translation>API Key 页面</translation>
        </message>
        <message>
            <source>Paste the key above, press Test, then Save.</source>
            <translation>把 API Key 粘贴到上方，点“测试”，再点“保存”。</translation>
        </message>
        <message>
            <source>Alibaba's guide</source>
            <translation>阿里云教程</translation>
        </message>
        <message>
            <source>Reopen now</source>
            <translation>立即重新打开</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>设置页面</translation>
        </message>
        <message>
            <source>When you choose a region</source>
            <translation>选择地域时使用</translation>
        </message>
        <message>
            <source>Models in the list</source>
            <translation>列表中的模型</translation>
        </message>
        <message>
            <source>Model in {region}</source>
            <translation>{region}的模型</translation>
        </message>
        <message>
            <source>Resolution in {region}</source>
            <translation>{region}的分辨率</translation>
        </message>
        <message>
            <source>Length in {region}</source>
            <translation>{region}的时长</translation>
        </message>
        <message>
            <source>Last model</source>
            <translation>上次的模型</translation>
        </message>
        <message>
            <source>Last resolution</source>
            <translation>上次的分辨率</translation>
        </message>
        <message>
            <source>Last length</source>
            <translation>上次的时长</translation>
        </message>
        <message>
            <source>The model in use is always listed. Hidden models keep their videos.</source>
            <translation>正在使用的模型始终显示。隐藏模型不影响已有视频。</translation>
        </message>
        <message>
            <source>List {model}</source>
            <translation>显示 {model}</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>诊断信息</translation>
        </message>
        <message>
            <source>Versions, which regions have a key, how many jobs there are, and the last lines of the log. No keys, passwords, prompts or names of files. You see the text before it is copied.</source>
            <translation>版本、哪些地域有密钥、任务数量，以及日志的最后几行。不含密钥、密码、提示词和文件名。复制前会先显示内容。</translation>
        </message>
        <message>
            <source>Copy diagnostics…</source>
            <translation>复制诊断信息…</translation>
        </message>
        <message>
            <source>Region to check</source>
            <translation>要检查的地域</translation>
        </message>
        <message>
            <source>Check models and prices now</source>
            <translation>立即检查模型和价格</translation>
        </message>
        <message>
            <source>Yes, update my list</source>
            <translation>是，更新我的列表</translation>
        </message>
        <message>
            <source>Leave as it is</source>
            <translation>保持不变</translation>
        </message>
        <message>
            <source>Alibaba shows the list of a region free of charge. Wan Desk reads it only when you press the button, and changes nothing without your Yes.</source>
            <translation>阿里云免费提供各地域的模型列表。Wan Desk 仅在您点击按钮时读取，未经您确认不会更改任何内容。</translation>
        </message>
        <message>
            <source>Your list is updated, and in use from now on.</source>
            <translation>列表已更新，现已生效。</translation>
        </message>
        <message>
            <source>Models and prices as of {date}</source>
            <translation>模型与价格截至 {date}</translation>
        </message>
        <message>
            <source>Keep today's date</source>
            <translation>记录为今天核对</translation>
        </message>
        <message>
            <source>This differs from Wan Desk's list. Update it?</source>
            <translation>与 Wan Desk 的列表有以下不同，是否更新？</translation>
        </message>
        <message>
            <source>Add by hand…</source>
            <translation>手动添加…</translation>
        </message>
        <message>
            <source>Add {model} by hand</source>
            <translation>手动添加 {model}</translation>
        </message>
        <message>
            <source>Models and prices</source>
            <translation>模型和价格</translation>
        </message>
        <message>
            <source>Set up</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Set up {region}</source>
            <translation>设置{region}</translation>
        </message>
        <message>
            <source>Notifications</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>This system shows no notifications: no service for them is running. Finished videos have a dot in the list.</source>
            <translation>此系统没有运行通知服务，无法显示通知。生成好的视频在列表中以圆点标出。</translation>
        </message>
        <message>
            <source>Show an example</source>
            <translation>显示示例</translation>
        </message>
    </context>
    <context>
        <name>Several</name>
        <message numerus="yes">
            <source>Generate %n videos?</source>
            <translation>
                <numerusform>生成 %n 个视频？</numerusform>
            </translation>
        </message>
        <message>
            <source>Their price isn't known.</source>
            <translation>价格未知。</translation>
        </message>
        <message>
            <source>They are free in Practice.</source>
            <translation>在练习区域免费。</translation>
        </message>
        <message>
            <source>{count} × {each} = {total} in total.</source>
            <translation>{count} × {each}，共计 {total}。</translation>
        </message>
        <message numerus="yes">
            <source>One video of each of %n pictures.</source>
            <translation>
                <numerusform>%n 张图片各生成一个视频。</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} videos of {pictures} pictures.</source>
            <translation>{pictures} 张图片，共 {count} 个视频。</translation>
        </message>
        <message>
            <source>Copies have different seeds.</source>
            <translation>各份使用不同的种子。</translation>
        </message>
        <message>
            <source>Left out, because they can't be sent:</source>
            <translation>以下图片无法提交，已略过：</translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>…还有 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n pictures</source>
            <translation>
                <numerusform>%n 张图片</numerusform>
            </translation>
        </message>
        <message>
            <source>Reading {done} of {total}</source>
            <translation>正在读取 {done} / {total}</translation>
        </message>
        <message>
            <source>{refused} of {count} files can't be used.</source>
            <translation>{count} 个文件中有 {refused} 个无法使用。</translation>
        </message>
        <message numerus="yes">
            <source>%n other files were left out.</source>
            <translation>
                <numerusform>已略过其他 %n 个文件。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Too many at once: the last %n were left out.</source>
            <translation>
                <numerusform>一次太多：已略过最后 %n 张。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more pictures are in folders inside it. To use them, drop those folders.</source>
            <translation>
                <numerusform>子文件夹中还有 %n 张图片。如需使用，请拖入那些子文件夹。</numerusform>
            </translation>
        </message>
        <message>
            <source>Ordering {done} of {count}…</source>
            <translation>正在提交 {done} / {count}…</translation>
        </message>
        <message numerus="yes">
            <source>Generate the other %n</source>
            <translation>
                <numerusform>生成其余 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>A part of this is ordered already.</source>
            <translation>其中一部分已提交。</translation>
        </message>
        <message>
            <source>{made} of {count} videos were ordered before something came in between.</source>
            <translation>中断之前已提交 {made} / {count} 个视频。</translation>
        </message>
        <message numerus="yes">
            <source>Generate %n</source>
            <translation>
                <numerusform>生成 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Generate %n: {cost}</source>
            <translation>
                <numerusform>生成 %n 个：{cost}</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>{made} of {wanted} videos were ordered.</source>
            <translation>已提交 {made} 个，共 {wanted} 个。</translation>
        </message>
        <message>
            <source>{failed} of {count} videos failed. You were not charged for them.</source>
            <translation>{count} 个视频中有 {failed} 个失败，未收费。</translation>
        </message>
        <message>
            <source>Generate failed &amp;jobs again</source>
            <translation>重新生成失败的视频(&amp;J)</translation>
        </message>
        <message numerus="yes">
            <source>Generate %n failed &amp;jobs again</source>
            <translation>
                <numerusform>重新生成 %n 个失败的视频(&amp;J)</numerusform>
            </translation>
        </message>
        <message>
            <source>Select several rows, failed ones among them. Orders that may have been paid are never repeated.</source>
            <translation>请选中多行，其中包含失败的视频。可能已付费的任务绝不会重复提交。</translation>
        </message>
        <message numerus="yes">
            <source>Generate %n failed videos again?</source>
            <translation>
                <numerusform>重新生成 %n 个失败的视频？</numerusform>
            </translation>
        </message>
        <message>
            <source>The price of some of them isn't known.</source>
            <translation>其中部分视频价格未知。</translation>
        </message>
        <message>
            <source>{total} in total. You were not charged for the failed ones.</source>
            <translation>共计 {total}。失败的视频未收费。</translation>
        </message>
        <message>
            <source>free</source>
            <translation>免费</translation>
        </message>
        <message>
            <source> and </source>
            <translation>和</translation>
        </message>
        <message>
            <source>Nothing to do: these videos were generated again already, or their model is retired.</source>
            <translation>无需操作：这些视频已重新生成，或其模型已下线。</translation>
        </message>
    </context>
    <context>
        <name>Space</name>
        <message>
            <source>Space</source>
            <translation>空间</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>视频</translation>
        </message>
        <message>
            <source>Copies of pictures and audio</source>
            <translation>图片和音频副本</translation>
        </message>
        <message>
            <source>Posters</source>
            <translation>封面</translation>
        </message>
        <message>
            <source>Free on this disk</source>
            <translation>此磁盘剩余</translation>
        </message>
        <message numerus="yes">
            <source>{size} in %n videos</source>
            <translation>
                <numerusform>%n 个视频，共 {size}</numerusform>
            </translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>New videos are saved in {folder}</source>
            <translation>新视频保存在 {folder}</translation>
        </message>
        <message>
            <source>Clean up · {size}</source>
            <translation>清理 · {size}</translation>
        </message>
        <message>
            <source>Clean up</source>
            <translation>清理</translation>
        </message>
        <message>
            <source>Deletes previews and copies that no row needs, and older posters, which are made again when their rows are shown. Videos and rows stay.</source>
            <translation>删除没有任务需要的预览和副本，以及较早的封面；再次显示时会重新生成封面。视频和任务都会保留。</translation>
        </message>
        <message>
            <source>There was nothing to delete.</source>
            <translation>没有可删除的内容。</translation>
        </message>
        <message>
            <source>{size} freed.</source>
            <translation>已释放 {size}。</translation>
        </message>
        <message>
            <source>Only {size} are free for your videos.</source>
            <translation>视频文件夹所在磁盘仅剩 {size}。</translation>
        </message>
        <message>
            <source>The videos under way and this one need about {size} in {folder}. A video that finds no room waits at Alibaba, which keeps it for 24 hours.</source>
            <translation>正在生成的视频和这个视频约需 {size}，保存在 {folder}。空间不足时视频会在阿里云等待，保留 24 小时。</translation>
        </message>
        <message>
            <source>Show space</source>
            <translation>查看空间</translation>
        </message>
    </context>
    <context>
        <name>Uncertainty</name>
        <message>
            <source>Alibaba is making a video that could be this one</source>
            <translation>阿里云正在生成的一个视频可能就是它</translation>
        </message>
        <message numerus="yes">
            <source>%n videos could be this one. Choose yours.</source>
            <translation>
                <numerusform>有 %n 个视频可能就是它。请选择你的。</numerusform>
            </translation>
        </message>
        <message>
            <source>Is one of these your video?</source>
            <translation>其中有你的视频吗？</translation>
        </message>
        <message>
            <source>Not sure whether this order arrived</source>
            <translation>不确定任务是否已送达</translation>
        </message>
        <message>
            <source>Alibaba's reply to your order got lost. Once that video is finished, Wan Desk will check whether it is yours and download it.</source>
            <translation>提交后没有收到阿里云的答复。那个视频完成后，Wan Desk 会确认它是不是你的，并自动下载。</translation>
        </message>
        <message numerus="yes">
            <source>%n of your videos at Alibaba could be this one, and only you can tell.</source>
            <translation>
                <numerusform>阿里云有 %n 个视频可能就是它，只有你能认出来。</numerusform>
            </translation>
        </message>
        <message>
            <source>Alibaba's reply to your order got lost, and the order probably never arrived.</source>
            <translation>提交后没有收到阿里云的答复，任务很可能没有送达。</translation>
        </message>
        <message>
            <source>You don't need to do anything. Checking is free, and nothing is ordered twice.</source>
            <translation>你无需做任何事。检查免费，也不会重复提交。</translation>
        </message>
        <message>
            <source>Look at them and choose yours. That is free, and nothing is ordered twice.</source>
            <translation>请查看并选择你的视频。选择免费，也不会重复提交。</translation>
        </message>
        <message>
            <source>Not in Alibaba's list. Still checking.</source>
            <translation>阿里云的列表中没有，仍在检查。</translation>
        </message>
        <message>
            <source>This order isn't in Alibaba's list</source>
            <translation>阿里云的列表中没有这个任务</translation>
        </message>
        <message>
            <source>Not sure whether this order was accepted</source>
            <translation>不确定任务是否已被接受</translation>
        </message>
        <message>
            <source>Alibaba replied to your order with an error. Once that video is finished, Wan Desk will check whether it is yours and download it.</source>
            <translation>阿里云对这次提交返回了错误。那个视频完成后，Wan Desk 会确认它是不是你的，并自动下载。</translation>
        </message>
        <message>
            <source>Alibaba replied to your order with an error, and probably isn't making this video.</source>
            <translation>阿里云对这次提交返回了错误，很可能没有生成这个视频。</translation>
        </message>
        <message>
            <source>Alibaba replied with an error, and may be making this video all the same. The order will not be sent again automatically.</source>
            <translation>阿里云返回了错误，但仍有可能正在生成这个视频。它不会自动重新提交。</translation>
        </message>
        <message>
            <source>Wan Desk keeps checking for a day, less and less often. That is free, and nothing is ordered twice.</source>
            <translation>Wan Desk 会在一天内继续检查，间隔越来越长。检查免费，也不会重复提交。</translation>
        </message>
        <message>
            <source>Wan Desk is looking for it among your orders at Alibaba. That is free, and nothing is ordered twice.</source>
            <translation>Wan Desk 正在你的阿里云任务列表中查找它。查找免费，也不会重复提交。</translation>
        </message>
        <message>
            <source>Never confirmed</source>
            <translation>始终未能确认</translation>
        </message>
        <message>
            <source>Order this video again?</source>
            <translation>再次提交这个视频吗？</translation>
        </message>
        <message>
            <source>If the first order did arrive, you pay for both.</source>
            <translation>如果第一次提交其实已送达，两个视频都要付费。</translation>
        </message>
        <message>
            <source>If the first order did arrive, you get both videos. Both are free in Practice.</source>
            <translation>如果第一次提交其实已送达，你会得到两个视频。练习模式下都免费。</translation>
        </message>
        <message>
            <source>If the first order did arrive, you pay for both: {cost} in total.</source>
            <translation>如果第一次提交其实已送达，两个视频都要付费：合计{cost}。</translation>
        </message>
        <message>
            <source>The first order will be closed as unconfirmed. If its video turns up within a day, it will appear in your list.</source>
            <translation>第一个任务会标为“未确认”并关闭。如果它的视频在一天内出现，会显示在列表中。</translation>
        </message>
        <message>
            <source>Order again: {cost}</source>
            <translation>再次提交：{cost}</translation>
        </message>
        <message>
            <source>You just ordered exactly this.</source>
            <translation>你刚刚提交过完全相同的任务。</translation>
        </message>
        <message>
            <source>The same order is already waiting to be sent.</source>
            <translation>相同的任务已在等待发送。</translation>
        </message>
    </context>
    <context>
        <name>Window</name>
        <message>
            <source>Connect API key</source>
            <translation>连接 API Key</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>主题(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>语言(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Full screen</source>
            <translation>全屏(&amp;F)</translation>
        </message>
        <message>
            <source>Pictures in, videos out, with Alibaba Cloud's Wan models.

Free software under the GNU General Public License, version 3 or later.</source>
            <translation>用阿里云万相模型，让图片变成视频。

自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。</translation>
        </message>
        <message>
            <source>About Wan Desk</source>
            <translation>关于 Wan Desk</translation>
        </message>
        <message>
            <source>Keep open</source>
            <translation>保持打开</translation>
        </message>
        <message>
            <source>Don't ask again</source>
            <translation>不再询问</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>A request is waiting for your API key. It will continue automatically once you enter it.</source>
            <translation>有任务在等待你的 API Key。填写后会自动继续。</translation>
        </message>
        <message>
            <source>Enter API key</source>
            <translation>填写 API Key</translation>
        </message>
        <message>
            <source>Open Settings</source>
            <translation>打开设置</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>You are practising: everything works and nothing costs money. For real videos, connect your API key.</source>
            <translation>现在是练习模式：功能齐全，不花一分钱。要生成真正的视频，请连接你的 API Key。</translation>
        </message>
        <message>
            <source>Restart Wan Desk to switch languages.</source>
            <translation>重启 Wan Desk 以切换语言。</translation>
        </message>
        <message>
            <source>The disk is full, so nothing can be ordered. Free up some space, then try again.</source>
            <translation>磁盘已满，无法提交请求。请腾出空间后再试。</translation>
        </message>
        <message>
            <source>Reopen Wan Desk?</source>
            <translation>重新打开 Wan Desk？</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>暂不</translation>
        </message>
        <message>
            <source>Reopen</source>
            <translation>重新打开</translation>
        </message>
        <message>
            <source>The API key for {regions} is kept for this session only. You will have to enter it again.</source>
            <translation>{regions}的 API Key 仅在本次运行中保留，重新打开后需要再次输入。</translation>
        </message>
        <message>
            <source>&amp;Look in:</source>
            <translation>查找范围(&amp;L)：</translation>
        </message>
        <message>
            <source>Files of &amp;type:</source>
            <translation>文件类型(&amp;T)：</translation>
        </message>
        <message>
            <source>Wan Desk ended unexpectedly. Your jobs are safe. You can look at the report and pass it on.</source>
            <translation>Wan Desk 上次意外退出。你的任务没有丢失。你可以查看报告并转发给他人。</translation>
        </message>
        <message>
            <source>Show report</source>
            <translation>查看报告</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>忽略</translation>
        </message>
    </context>
    <context>
        <name>Wording</name>
        <message>
            <source>{first} {second}</source>
            <translation>{first}{second}</translation>
        </message>
        <message>
            <source>, </source>
            <translation>，</translation>
        </message>
        <message>
            <source>{text}.</source>
            <translation>{text}。</translation>
        </message>
        <message>
            <source>{name}: {value}</source>
            <translation>{name}：{value}</translation>
        </message>
    </context>
</TS>
