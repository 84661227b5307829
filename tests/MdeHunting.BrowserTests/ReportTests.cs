using MdeHunting.TestKit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MdeHunting.BrowserTests;

/// <summary>A report in a real browser: nothing that a row says runs or is loaded, and its tables are sorted and searched.</summary>
public sealed class ReportTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private static readonly string[] Hostile =
    [
        "<script>document.title = 'taken'</script>",
        "</script><script>document.title = 'taken'</script>",
        "<img src=x onerror=\"document.title = 'taken'\">",
        "<!--<script>",
        "\"><svg onload=document.title='taken'>",
        "<iframe src=https://nowhere.invalid></iframe>",
        "<a href=\"javascript:document.title='taken'\">click</a>",
        "<base href=https://nowhere.invalid/><link rel=stylesheet href=x.css>",
        "<style>* { display: none }</style>",
        "' onmouseover='document.title=1",
        "{{constructor.constructor('document.title = 1')()}}",
        "]]></script>\u2028alert(1)",
        "\u202Egpj.exe",
        "a\u0000b\u001b[31m",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-report-").FullName;
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Hostile_values_in_every_cell_stay_text_and_nothing_is_loaded()
    {
        var path = Path.Combine(_folder, "report.html");
        _shell
            .Run(
                """
                $names = $args[0]
                $rows = foreach ($i in 0..($names.Count * 10)) { $row = [ordered]@{ Number = $i }; foreach ($name in $names) { $row[$name] = $names[($i + $row.Count) % $names.Count] }; [pscustomobject]$row }
                $rows | Export-MdeReport $args[1] -Title $names[0]
                """,
                Hostile,
                path
            )
            .ThrowIfFailed();
        var page = await chromium.OpenAsync(allowScripts: true);
        var (requests, errors) = (new List<string>(), new List<string>());
        page.Request += (_, request) => requests.Add(request.Url);
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => errors.Add(message.Text);

        await page.GotoAsync(new Uri(path).AbsoluteUri);
        foreach (var head in await page.Locator("thead button").AllAsync())
        {
            await head.ClickAsync();
        }

        await page.GetByRole(AriaRole.Searchbox).FillAsync("onerror");
        await page.Locator("tbody tr").First.HoverAsync();

        Assert.Equal([new Uri(path).AbsoluteUri], requests);
        Assert.Empty(errors);
        Assert.Equal(Hostile[0], await page.TitleAsync());
        Assert.Equal(2, await page.Locator("script").CountAsync());
        Assert.Equal(0, await page.Locator("img, svg, iframe, base, link, a, tbody style, tbody script").CountAsync());
        await Expect(page.Locator("tbody")).ToContainTextAsync(Hostile[1]);
        await Expect(page.Locator("tbody")).ToContainTextAsync("<U+202E>gpj.exe");
        await Expect(page.Locator("tbody")).ToContainTextAsync("<U+2028>alert(1)");
    }

    [Fact]
    public async Task Rows_are_sorted_as_what_they_are_searched_and_turned_over_and_readable_without_scripts()
    {
        var path = Path.Combine(_folder, "rows.html");
        _shell
            .Run(
                "1..1000 | ForEach-Object { [pscustomobject]@{ Count = $_; Name = \"host-$($_ % 7)\"; Time = [datetime]::new(2026, 11, 1, 0, 0, 0, [DateTimeKind]::Utc).AddMinutes(-$_) } } | Export-MdeReport $args[0]",
                path
            )
            .ThrowIfFailed();
        var page = await chromium.OpenAsync(allowScripts: true);
        await page.GotoAsync(new Uri(path).AbsoluteUri);

        await Expect(page.GetByText("Scripts are off")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
        await Expect(page.Locator("tbody td").First).ToHaveTextAsync("1000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Time" }).ClickAsync();
        await Expect(page.Locator("tbody td").First).ToHaveTextAsync("1000");
        await Expect(page.Locator("th[aria-sort=ascending]")).ToHaveTextAsync("Time");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("host-3 1");
        await Expect(page.Locator("[data-count]")).ToContainTextAsync("of 1,000 rows");
        Assert.All(await page.Locator("tbody tr").AllInnerTextsAsync(), text => Assert.Contains("host-3", text));
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Expect(page.Locator("[data-count]")).ToContainTextAsync("page 2 of 10");

        var plain = await chromium.OpenAsync();
        await plain.GotoAsync(new Uri(path).AbsoluteUri);
        Assert.Equal(100, await plain.Locator("tbody tr").CountAsync());
        await Expect(plain.GetByText("Scripts are off")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_hundred_thousand_rows_of_twelve_columns_are_all_there_and_more_are_told()
    {
        var path = Path.Combine(_folder, "large.html");
        _shell
            .Run(
                """
                $text = 'C:\Windows\System32\cmd.exe /c "echo" ' + ('x' * 12)
                $rows = foreach ($i in 1..100010) { [pscustomobject]@{ A = $i; B = $text; C = $text; D = $text; E = $text; F = $text; G = $text; H = $text; I = $text; J = $text; K = $text; L = "row $i" } }
                $rows | Export-MdeReport $args[0]
                """,
                path
            )
            .ThrowIfFailed();
        var page = await chromium.OpenAsync(allowScripts: true);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "L", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("row 99999");
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("1 of 100,000 rows, page 1 of 1");
        await Expect(page.GetByText("10 of the 100,010 rows are left out")).ToBeVisibleAsync();
        var policy = await page.Locator("meta[http-equiv]").GetAttributeAsync("content");
        Assert.Matches("^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$", policy);
    }
}
