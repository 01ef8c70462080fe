import Charts

/// The style sheet of the report.
enum ReportStyle {
    static let sheet = colors + layout + parts + tables + figures + media + ChartStyle.rules

    /// Light and dark, by the reader's system unless the page's button says otherwise; on paper always
    /// light.
    private static let colors = """
        :root{color-scheme:light;--surface:#f6f7f9;--link:#0b5fa5;\(Palette.light.properties)}
        @media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;\
        --surface:#1c2026;--link:#7cc0f5;\(Palette.dark.properties)}}
        @media screen{:root[data-theme=dark]{color-scheme:dark;--surface:#1c2026;--link:#7cc0f5;\
        \(Palette.dark.properties)}}

        """

    private static let layout = """
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;-webkit-text-size-adjust:100%;text-size-adjust:100%}
        @media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0;background:var(--page);color:var(--ink);\
        font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
        font-variant-numeric:tabular-nums;overflow-wrap:break-word}
        .page{display:grid;grid-template-columns:190px minmax(0,860px);gap:64px;\
        justify-content:center;padding:56px 32px 96px}
        nav{position:sticky;top:48px;align-self:start;font-size:14px;max-height:calc(100vh - 72px);\
        overflow-y:auto}
        nav summary{color:var(--muted);font-size:13px;cursor:pointer;margin-bottom:10px}
        nav ol{list-style:none;margin:0;padding:0}
        nav li{margin:0 0 2px}
        nav a{display:block;padding:3px 0;color:var(--muted);text-decoration:none;line-height:1.35}
        nav a:hover{color:var(--ink)}
        nav a[aria-current]{color:var(--ink);font-weight:600}
        section{margin-top:72px;scroll-margin-top:24px}
        h1{font-size:34px;line-height:1.2;letter-spacing:-.015em;margin:0 0 20px;font-weight:650}
        h2{font-size:22px;line-height:1.3;letter-spacing:-.01em;margin:0 0 14px;font-weight:620}
        h3{font-size:16px;margin:36px 0 8px;font-weight:620}
        p{margin:0 0 14px;max-width:70ch}
        ul{margin:0;padding-left:20px;max-width:75ch}
        li{margin-bottom:8px}
        a{color:var(--link)}
        code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;\
        font-size:.86em}
        footer{margin-top:80px;padding-top:18px;border-top:1px solid var(--grid);\
        color:var(--muted);font-size:13px}
        :focus-visible{outline:2px solid var(--link);outline-offset:2px}
        .skip{position:absolute;left:-9999px}
        .skip:focus{left:12px;top:12px;background:var(--page);padding:8px;z-index:5}
        .hidden-text{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .muted{color:var(--muted)}

        """

    private static let parts = """
        header{position:relative}
        .kind{color:var(--muted);font-size:14px;margin:0 0 4px}
        .theme{position:absolute;right:0;top:-4px;font:inherit;font-size:13px;color:var(--muted);\
        background:none;border:1px solid var(--grid);border-radius:6px;padding:4px 10px;cursor:pointer}
        .theme:hover{color:var(--ink);border-color:var(--muted)}
        .finding p{font-size:18px;line-height:1.5;max-width:62ch}
        .finding p+p{font-size:16px;color:var(--muted)}
        .facts{display:flex;flex-wrap:wrap;gap:18px 40px;margin:28px 0 0;padding:20px 0 0;\
        border-top:1px solid var(--grid)}
        .facts dt{color:var(--muted);font-size:13px}
        .facts dd{margin:0;font-weight:600;max-width:60ch}
        .plain{display:grid;gap:10px;border:0;padding:0;margin:0 0 24px}
        .plain div{display:grid;grid-template-columns:170px minmax(0,1fr);gap:16px}
        .plain dt,.plain dd{font-size:14px;font-weight:400;line-height:1.5}
        .missing{color:var(--muted);border-left:3px solid var(--grid);padding:2px 0 2px 14px}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,270px),1fr));\
        gap:20px}
        .card{background:var(--surface);border-radius:8px;padding:16px 18px;min-width:0}
        .card h3{font-size:14px;margin:0 0 10px}
        .card .muted{font-weight:400}
        .card pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font-size:12.5px;\
        line-height:1.5;max-height:360px;overflow-y:auto}
        .command,details pre{background:var(--surface);border-radius:8px;padding:14px 16px;\
        overflow-x:auto;margin:0 0 16px;font-size:13px}
        details pre{max-height:480px;overflow:auto;margin-top:10px}
        .choose{font-size:14px;display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center}
        .choose label{color:var(--muted)}
        select{font:inherit;font-size:14px;color:var(--ink);background:var(--page);\
        border:1px solid var(--muted);border-radius:6px;padding:4px 8px;max-width:100%}

        """

    private static let tables = """
        .box{overflow:auto;max-height:min(78vh,780px);margin:0 0 16px;width:fit-content;max-width:100%;\
        border-top:1px solid var(--muted);border-bottom:1px solid var(--grid)}
        table{border-collapse:separate;border-spacing:0;font-size:13.5px;line-height:1.4;\
        min-width:min(100%,480px)}
        th,td{padding:7px 14px 7px 0;text-align:left;white-space:nowrap;vertical-align:baseline;\
        border-bottom:1px solid var(--grid);font-weight:400}
        th:last-child,td:last-child{padding-right:4px}
        tbody tr:last-child>*{border-bottom:0}
        tbody th{font-weight:550}
        .n{text-align:right}
        thead th{position:sticky;top:0;background:var(--page);z-index:1;padding-top:9px}
        thead button{font:inherit;font-weight:600;color:var(--muted);background:none;border:0;\
        padding:0;cursor:pointer;text-align:inherit}
        thead button:hover{color:var(--ink)}
        thead button::after{content:"";display:inline-block;width:1.1em;text-align:right;\
        color:var(--ink)}
        th.n button::after{width:0;overflow:visible;direction:rtl}
        th[aria-sort=ascending] button,th[aria-sort=descending] button{color:var(--ink)}
        th[aria-sort=ascending] button::after{content:"↑"}
        th[aria-sort=descending] button::after{content:"↓"}
        td.v-better{color:var(--better);font-weight:600}
        td.v-worse{color:var(--worse);font-weight:600}
        td.v-equivalent{color:var(--equivalent);font-weight:600}
        td.v-undecided{color:var(--undecided)}
        .id{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px}

        """

    private static let figures = """
        figure{margin:28px 0 36px;min-width:0}
        .plot{overflow-x:auto;overflow-y:hidden}
        .plot svg{display:block;max-width:100%;height:auto}
        .plot svg.fixed{max-width:none}
        .narrow{display:none}
        figcaption{color:var(--muted);font-size:14px;line-height:1.5;margin-top:8px;max-width:75ch}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,360px),1fr));\
        gap:8px 36px;align-items:start}
        #tip{position:fixed;z-index:9;pointer-events:none;background:var(--ink);color:var(--page);\
        font-size:12.5px;line-height:1.4;padding:5px 9px;border-radius:6px;max-width:280px}
        #tip:not([hidden]){display:block}
        [hidden]{display:none}

        """

    private static let media = """
        @media(max-width:1080px){.page{grid-template-columns:minmax(0,860px);gap:28px;\
        padding-top:32px}
        nav{position:static;max-height:none;border-bottom:1px solid var(--grid);padding-bottom:12px}
        nav ol{columns:2 200px}}
        @media(max-width:700px){body{font-size:15.5px}.page{padding:20px 20px 64px}\
        .wide{display:none}.narrow{display:block}h1{font-size:27px}h2{font-size:20px}\
        section{margin-top:56px}.finding p{font-size:17px}.facts{gap:14px 28px}\
        .plain div{grid-template-columns:1fr;gap:0}.theme{position:static;margin-bottom:18px}\
        .pair{display:block}th,td{padding-right:12px}}
        @media print{nav,.theme,.choose,#tip,.skip{display:none}.page{display:block;padding:0}\
        body{font-size:11pt}.box{max-height:none;overflow:visible}figure,.card,tr{\
        break-inside:avoid}h2,h3{break-after:avoid}.plot{overflow:visible}table{font-size:8.5pt}\
        th,td{white-space:normal;padding-right:8px}.card pre,details pre{max-height:none}}

        """
}
