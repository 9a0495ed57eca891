"""What terminals answer, by their documentation; none of it is a key."""

from itertools import chain

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"

_HELLO = "48656c6c6f"

ANSWERS: dict[str, list[str]] = {
    "device attributes": [
        # DA1: VT100, VT102, VT220, VT420, VT525; Linux, screen, tmux, Konsole, foot …
        *("[?1;0c", "[?1;2c", "[?1;2;4c", "[?4;6c", "[?6c", "[?7c", "[?12;4c"),
        *("[?62c", "[?62;c", "[?62;4;22c", "[?62;22;52c", "[?62;1;4;6;9;15;22c", "[?62;52;c"),
        *("[?63;1;2;4;6;9;15;16;22;28;29c", "[?64;1;2;6;9;15;16;17;18;21;22;28;29c"),
        *("[?64;1;2;4;6;17;18;21;22;52c", "[?65;1;9c", "[?65;4;6;18;22c", "[?61;4;6;7;14;21;22c"),
        # DA2
        *("[>0;10;1c", "[>0;95;0c", "[>0;115;0c", "[>0;136;0c", "[>0;276;0c", "[>1;95;0c"),
        *(
            "[>1;277;0c",
            "[>1;4000;29c",
            "[>1;11502;0c",
            "[>41;353;0c",
            "[>41;397;0c",
            "[>64;2500;0c",
        ),
        *(
            "[>65;6003;1c",
            "[>65;7600;1c",
            "[>77;30603;0c",
            "[>83;40900;0c",
            "[>83;50000;0c",
            "[>84;0;0c",
        ),
        # DA3, VT52, DECREPTPARM
        *("P!|00000000" + ST, "P!|464f4f54" + ST, "P!|7E565445" + ST, "P!|7E4B4445" + ST),
        *("P!|6954726D" + ST, "/Z", "/1;2c", "[2;1;1;112;112;1;0x", "[3;1;1;128;128;1;0x"),
    ],
    "names and versions": [
        *(
            f"P>|{name}{ST}"
            for name in ("XTerm(397)", "kitty(0.46.2)", "foot(1.26.0)", "iTerm2 3.6.9")
        ),
        *(f"P>|{name}{ST}" for name in ("WezTerm 20240203-110809-5046fc22", "Konsole 24.12.0")),
        *(f"P>|{name}{ST}" for name in ("tmux 3.6", "VTE(7600)", "ghostty 1.3.1", "contour 0.6.1")),
        *(
            f"P>|{name}{ST}"
            for name in ("mlterm(3.9.3)", "xterm.js(5.5.0)", "Windows Terminal 1.22")
        ),
        f"P>|screen 5.0.0{BEL}",
    ],
    "status and position": [
        *(
            "[0n",
            "[3n",
            "[1;1R",
            "[24;80R",
            "[1;2R",
            "[50;200R",
            "[?1;1R",
            "[?24;80;1R",
            "[?5;10;1R",
        ),
        *("[?10n", "[?11n", "[?13n", "[?15n", "[?18n", "[?19n", "[?20n", "[?21n", "[?23n"),
        *("[?27;1;0;0n", "[?27;0;3;5n", "[?50n", "[?53n", "[?57;0n", "[?57;1n", "[?70n", "[?71n"),
        *("[?73n", "[?75;0n", "[?83n", "[?997;1n", "[?997;2n", "[0*{", "[8;24;80*{"),
        *(f"P0!~0000{ST}", f"P1!~1A2B{ST}", "[?62;1n", "[?62;2n"),
    ],
    "modes": [
        *(f"[?{mode};{state}$y" for mode in (1, 7, 25, 1000, 1006) for state in (0, 1, 2, 4)),
        *(f"[?{mode};2$y" for mode in (12, 47, 66, 69, 80, 1002, 1003, 1004, 1005, 1015, 1016)),
        *(f"[?{mode};0$y" for mode in (1034, 1036, 1047, 1048, 1049, 1070, 2004, 2027, 2031, 5522)),
        *("[2;2$y", "[4;1$y", "[12;4$y", "[20;2$y", "[?8452;1$y", "[?9001;4$y", "[?7727;0$y"),
    ],
    "kitty keyboard": [
        "[?0u",
        "[?1u",
        "[?5u",
        "[?15u",
        "[?31u",
        "[?25u",
        "[>4;0m",
        "[>4;1m",
        "[>4;2m",
    ],
    "settings": [
        *(f"P1$r{told}{ST}" for told in ("0m", "0;1m", "38:2::1:2:3;48:5:7m", "1;24r", "1;80s")),
        *(
            f"P1$r{told}{ST}"
            for told in ("2 q", "0 q", '64;1"p', '0"q', "24t", "80$|", "24*|", "2*x")
        ),
        *(f"P1$r{told}{ST}" for told in ("1$}", "1$~", "4:3m", ">4;2m", "1,|", "1 u")),
        *(f"P0$r{ST}", f"P0$rq{ST}", f"P1$r0;4:3;58:2::255:0:0m{ST}", f"P0$r0m{ST}"),
        *(f"P1$u1;1;1;@;@;@;0;2;@;BBBB{ST}", f"P2$u9/17/25/33{ST}", f"P1$s1;2;3{ST}"),
        *("[?1;0;256S", "[?2;0;1920;1080S", "[?1;3;0S", "[?2;0;800;600S", "[?3;0;0S", "[1;0#{"),
    ],
    "capabilities": [
        *(f"P1+r{name}{ST}" for name in ("544e=787465726d", "436f=323536", "524742=38", "544e")),
        *(f"P1+r{name}{ST}" for name in ("6b44=1b5b337e", "4d73=5c45", "5365=1b5b322071", "5463")),
        *(f"P0+r{name}{ST}" for name in ("", "544e", "5463", "62656c", "6b6974747")),
        f"P1+r544e=787465726d2d6b69747479;436f=323536{ST}",
        f"P1+r6d73=1b5d35323b{ST}",
        f"P1+r6b697474792d71756572792d76657273696f6e=302e34362e32{ST}",
    ],
    "colours": [
        *(f"]4;{n};rgb:0000/0000/0000{end}" for n in (0, 1, 7, 15, 255) for end in (BEL, ST)),
        *(f"]{n};rgb:1e1e/1e1e/2e2e{end}" for n in range(10, 20) for end in (BEL, ST)),
        *(f"]5;{n};rgb:ffff/ffff/ffff{ST}" for n in range(3)),
        *(f"]4;-{n};rgb:fffe/ffff/ffff{BEL}" for n in (1, 2)),
        *(
            f"]10;{colour}{ST}"
            for colour in ("#ff0000", "rgba:1e/1e/2e/cc", "rgb:1/2/3", "rgbi:0/1/1")
        ),
        *(f"]21;foreground=rgb:ff/ff/ff;cursor=;selection_background=?{ST}", f"]30101{ST}"),
        f"]4;0;rgb:00/00/00;1;rgb:80/00/00;2;rgb:00/80/00{BEL}",
    ],
    "windows": [
        *("[1t", "[2t", "[3;0;0t", "[3;65535;20t", "[4;600;800t", "[5;1080;1920t", "[6;16;8t"),
        *(
            "[8;24;80t",
            "[9;50;200t",
            f"]Lxterm{ST}",
            f"]lvim: a note{ST}",
            f"]lquit?{BEL}",
            f"]L{ST}",
        ),
        *("[48;24;80;480;640t", "[48;24;80;0;0t", "[10;2t", "[14;600;800t", "[>1;2;3T"),
    ],
    "clipboard": [
        *(
            f"]52;{which};{text}{end}"
            for which in "cps"
            for text in ("", "eA==")
            for end in (BEL, ST)
        ),
        *(f"]52;;{ST}", f"]52;c;?{ST}", f"]52;c;{'QUJD' * 2000}{BEL}"),
        *(
            f"]5522;type=read:status={status}{ST}"
            for status in ("OK", "DONE", "EPERM", "ENOSYS", "EBUSY")
        ),
        f"]5522;type=read:status=DATA:mime=dGV4dC9wbGFpbg==;SGVsbG8={ST}",
        f"]5522;type=write:status=DONE{ST}",
    ],
    "kitty": [
        *(
            f"_Gi={n};{said}{ST}"
            for n, said in ((1, "OK"), (31, "OK"), (7, "ENOENT:no such image"))
        ),
        *(f"_Gi=1,I=2,p=3;OK{ST}", f"_GI=13;EINVAL:bad q{ST}", f"_Gi=1;EBADPNG:jxq{ST}"),
        *(
            f'P@kitty-cmd{{"ok": true, "data": "s x q"}}{ST}',
            f"]99;i=1;{ST}",
            f"]99;i=1:p=close;{ST}",
        ),
        *(f"]99;i=x:p=?;p=title,body:a=focus{ST}", f"]99;i=1:p=buttons;2{ST}", f"]22;1,0,1{ST}"),
        *(f"]5113;ac=status;id=x;st=T0s={ST}", f"]66;s=2;q{ST}", "[>1u", "[=1;1u", "[<u", "[?2u"),
    ],
    "iTerm2 and WezTerm": [
        *(
            f"]1337;ReportCellSize={size}{ST}"
            for size in ("17.50;8.00", "12.0;6.0;2.0", "22.0;10.0;1.0")
        ),
        *(f"]1337;ReportVariable={value}{BEL}" for value in ("", _HELLO, "c2Vzc2lvbi5uYW1l")),
        *(f"]1337;Capabilities=T3CwLrMSc7UUw9Ts3BFGsSyHNoSxF{ST}", f"]1337;Copy=:{_HELLO}{BEL}"),
        *(
            f"]1337;SetUserVar=a=eHFz{BEL}",
            f"]7;file://host/home/x{ST}",
            f"]8;;https://x.org/q{ST}",
        ),
        *("[?1337;1c", "[?2026$p", f"P>q{ST}", f"P=1s{ST}", f"]133;A{ST}"),
    ],
    "tmux and screen": [
        *(
            f"Ptmux;]11;?{BEL}{ST}",
            f"P1000p%begin 1 1 1{ST}",
            f"P$q q{ST}",
            "[>84;0;0c",
            "[>83;50000;0c",
        ),
        *(f"]10;rgb:c0c0/c0c0/c0c0{BEL}", f"^jqs message{ST}", f"Xsxq{ST}"),
        *(f"^x: private message, q{ST}", f"_screen message: ADs{ST}", f"Pq#0;2;0;0;0~~@@{ST}"),
    ],
    "the mouse, malformed": [
        *("[<32;NaN;NaNM", "[<0;NaN;1m", "[<35;undefined;undefinedM", "[<0;Infinity;-InfinityM"),
        *(
            "[<0;12.5;3.25M",
            "[<0;1e21;5M",
            "[<-1;3;4M",
            "[<0;0;0M",
            "[<35;-1;-5M",
            "[<;;M",
            "[<0;5M",
        ),
        *("[<0;1;2;3M", "[<99999999999;1;1M", "[<0;99999999999999999999;1M", "[32;NaN;NaNM"),
        *("[32;10;20M", "[96;200;300M", "[35;Infinity;2M", "[<M", "[<m", "[<0;null;nullm"),
        *("[M !!", "[M#!!", "[M`~~", "[M\x00\x00\x00", "[M !é", "[MCé!", "[T", "[2;3T", "[t"),
        *("[1;2;3;4;5;6T", "[0&w", "[1;4;5;100;1&w", "[<35;5;5q"),
    ],
    "keys that are let go": [
        *("[106;1:3u", "[113;1:3u", "[115;2:3u", "[13;1:3u", "[27;1:3u", "[57441;2:3u", "[32;5:3u"),
        *(
            "[1;1:3A",
            "[1;5:3B",
            "[3;1:3~",
            "[15;1:3~",
            "[1;1:3P",
            "[106:74;1:3u",
            "[106:74:106;2:3;74u",
        ),
    ],
    "no keys": [
        *("[99~", "[62~", "[113~", "[115~", "[99999999999u", "[1114112u", "[55296u", "[0u", "[u"),
        *(
            "[57345u",
            "[106;999u",
            "[1;u",
            "[:u",
            "[;;u",
            "[106;1:3:5u",
            "[200;5~",
            "[201~",
            "[201;1~",
        ),
        *("[127~", "[9999999999999999999999~", "[1;99999999999999A", "OX", "O5q", "O1;5s", "OZ"),
        *(
            "[?25h",
            "[2J",
            "[31m",
            "[0;1;4m",
            "[10;20H",
            "[3g",
            "[6n",
            "[5i",
            "[!p",
            '[61"p',
            "[ q",
            "\\",
        ),
    ],
}

REPLIES = [f"{ESC}{answer}".encode() for answer in chain(*ANSWERS.values())]
REPLIES += [
    b"\x1b[M \xe8!",  # the mouse beyond column 95, as bytes
    b"\x1b[M\xff\xff\xff",
    b"\x1b[M#\x80\x9b",
    b"\x1b[M \x9d\xa8",
    # As C1 controls of eight bits, and as UTF-8.
    b"\x9b?1;2c",
    b"\x9b>0;276;0c",
    b"\x9d11;rgb:1e1e/1e1e/2e2e\x9c",
    b"\x90>|XTerm(397)\x9c",
    b"\x9fGi=1;OK\x9c",
    b"\xc2\x9b?1;2c",
    b"\xc2\x9d11;rgb:0/0/0\xc2\x9c",
    b"\x9e x q \x9c",
    b"\x98 x q \x9c",
]
