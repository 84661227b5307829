using System.Management.Automation;
using MdeHunting.Tables;
using MdeHunting.Text;
using static MdeHunting.Views.OutputCells;

namespace MdeHunting.Views;

/// <summary>The tables of outputs that are no rows: their columns, and which of them matter most.</summary>
internal static class OutputTables
{
    // An address of version 6 is whole, and so are most names.
    private const int Address = 39;
    private const int Name = 30;

    // By which it is used: the tenant's id or domain, and the API.
    private const int Connection = 44;

    /// <summary>The table of each type, by the type's name.</summary>
    public static IReadOnlyDictionary<string, OutputTable> All { get; } =
        new Dictionary<string, OutputTable>()
        {
            [typeof(MdeConnection).FullName!] = new(
                "Connections (* is the current one). For all properties: | Format-List",
                [
                    new("*", ColumnFit.Whole, 0, 1, value => Bare(value, "IsCurrent") is true ? "*" : string.Empty),
                    Column(nameof(MdeConnection.Name), ColumnFit.Path, 1, 20) with
                    {
                        Least = Connection,
                    },
                    new("Account", ColumnFit.Path, 2, 25, Account) { Least = 20 },
                    new("Tenant", ColumnFit.Path, 3, 20, value => TextOf(value, "TenantDomain") ?? TextOf(value, nameof(MdeConnection.TenantId))),
                    Column(nameof(MdeConnection.Api), ColumnFit.Whole, 4, 8),
                    Column(nameof(MdeConnection.Cloud), ColumnFit.Path, 7, 8),
                    Column(nameof(MdeConnection.Method), ColumnFit.Whole, 6, 15),
                    Column(nameof(MdeConnection.ExpiresOn), ColumnFit.Whole, 5, 20),
                ]
            ),
            [typeof(MdeQuota).FullName!] = new(
                "Quotas, and this process's use of them. For all properties: | Format-List",
                [
                    Column(nameof(MdeQuota.Connection), ColumnFit.Path, 0, 20) with
                    {
                        Least = Name,
                    },
                    Column(nameof(MdeQuota.Api), ColumnFit.Whole, 6, 8),
                    Column(nameof(MdeQuota.Unit), ColumnFit.Whole, 1, 11),
                    new("Per", ColumnFit.Whole, 2, 6, value => Period(Bare(value, nameof(MdeQuota.Period)))),
                    Column(nameof(MdeQuota.Limit), ColumnFit.Whole, 3, 9, Amount),
                    Column(nameof(MdeQuota.Used), ColumnFit.Whole, 4, 9, Amount),
                    Column(nameof(MdeQuota.Left), ColumnFit.Whole, 5, 9, Amount),
                    Column(nameof(MdeQuota.FreesAt), ColumnFit.Whole, 7, 20),
                    Column(nameof(MdeQuota.BlockedUntil), ColumnFit.Whole, 8, 20),
                ]
            ),
            [typeof(MdeEvidence).FullName!] = new(
                "Queries of a bag of evidence. For all properties: | Format-List",
                [
                    Column(nameof(MdeEvidence.Number), ColumnFit.Whole, 0, 3),
                    Column(nameof(MdeEvidence.StartedAt), ColumnFit.Whole, 1, 20),
                    Column(nameof(MdeEvidence.Connection), ColumnFit.Path, 4, 20),
                    Column(nameof(MdeEvidence.Rows), ColumnFit.Whole, 2, 7),
                    Column(nameof(MdeEvidence.IsComplete), ColumnFit.Whole, 3, 5),
                    Column(nameof(MdeEvidence.ErrorId), ColumnFit.Path, 6, 16),
                    new(nameof(MdeEvidence.Query), ColumnFit.Rest, 5, 60, value => ResultText.Query(value)),
                ]
            ),
            [typeof(MdeEvidenceBag).FullName!] = new(
                "Bags of evidence. For all properties: | Format-List",
                [
                    Column(nameof(MdeEvidenceBag.CaseId), ColumnFit.Path, 2, 12),
                    Column(nameof(MdeEvidenceBag.SealedAt), ColumnFit.Whole, 3, 20),
                    Column(nameof(MdeEvidenceBag.Queries), ColumnFit.Whole, 4, 5),
                    Column(nameof(MdeEvidenceBag.Sha256), ColumnFit.Whole, 1, 64),
                    Column(nameof(MdeEvidenceBag.Path), ColumnFit.Path, 0, 40),
                ]
            ),
            [typeof(MdeEvidenceCheck).FullName!] = new(
                "Checks of a bag of evidence. For all that was found: | Format-List",
                [
                    Column(nameof(MdeEvidenceCheck.Name), ColumnFit.Whole, 0, 11),
                    Column(nameof(MdeEvidenceCheck.Result), ColumnFit.Whole, 1, 6),
                    Column(nameof(MdeEvidenceCheck.Detail), ColumnFit.Rest, 2, 60),
                ]
            ),
            [typeof(MdeEvidenceComparison).FullName!] = new(
                "Comparisons. For the rows: .Gone, .Added",
                [
                    Column(nameof(MdeEvidenceComparison.Number), ColumnFit.Whole, 0, 3),
                    Column(nameof(MdeEvidenceComparison.IsSame), ColumnFit.Whole, 1, 5),
                    Column(nameof(MdeEvidenceComparison.RowsThen), ColumnFit.Whole, 2, 7),
                    Column(nameof(MdeEvidenceComparison.RowsNow), ColumnFit.Whole, 3, 7),
                    Column(nameof(MdeEvidenceComparison.Same), ColumnFit.Whole, 4, 7),
                    Column(nameof(MdeEvidenceComparison.Connection), ColumnFit.Path, 6, 20),
                    new(nameof(MdeEvidenceComparison.Query), ColumnFit.Rest, 5, 60, value => ResultText.Query(value)),
                ]
            ),
            [typeof(MdeEvidenceTest).FullName!] = new(
                "Tests of bags of evidence. For what was checked: .Checks",
                [
                    Column(nameof(MdeEvidenceTest.IsValid), ColumnFit.Whole, 0, 5),
                    Column(nameof(MdeEvidenceTest.IsSealed), ColumnFit.Whole, 1, 5),
                    new("Failed", ColumnFit.Text, 3, 15, Failed),
                    Column(nameof(MdeEvidenceTest.Path), ColumnFit.Path, 2, 40),
                ]
            ),
            [typeof(MdeIndicator).FullName!] = new(
                "Indicators. For all properties: | Format-List",
                [
                    Column(nameof(MdeIndicator.Type), ColumnFit.Path, 1, 8),
                    Column(nameof(MdeIndicator.Line), ColumnFit.Whole, 3, 5),
                    Column(nameof(MdeIndicator.Skipped), ColumnFit.Path, 2, 15),
                    Column(nameof(MdeIndicator.Value), ColumnFit.Path, 0, 40) with
                    {
                        Least = Address,
                    },
                    Column(nameof(MdeIndicator.Context), ColumnFit.Rest, 4, 30),
                ]
            ),
            [typeof(MdeIndicatorHit).FullName!] = new(
                "Hits of a sweep. For all properties: | Format-List",
                [
                    Column(nameof(MdeIndicatorHit.Connection), ColumnFit.Path, 8, 20),
                    Column(nameof(MdeIndicatorHit.Indicator), ColumnFit.Path, 0, 25) with
                    {
                        Least = Address,
                    },
                    Column(nameof(MdeIndicatorHit.Grade), ColumnFit.Whole, 2, 9),
                    Column(nameof(MdeIndicatorHit.Table), ColumnFit.Whole, 1, 19),
                    Column(nameof(MdeIndicatorHit.Column), ColumnFit.Path, 4, 15) with
                    {
                        Least = 12,
                    },
                    Column(nameof(MdeIndicatorHit.Count), ColumnFit.Whole, 3, 5),
                    Column(nameof(MdeIndicatorHit.LastSeen), ColumnFit.Whole, 6, 20),
                    new("Devices", ColumnFit.Rest, 5, 20, value => Names(value, nameof(MdeIndicatorHit.Devices), nameof(MdeIndicatorHit.DeviceCount)))
                    {
                        Least = 10,
                    },
                    Column(nameof(MdeIndicatorHit.Value), ColumnFit.Rest, 7, 30),
                ]
            ),
            [typeof(MdeIndicatorLedgerEntry).FullName!] = new(
                "What a sweep searched for. For all properties: | Format-List",
                [
                    Column(nameof(MdeIndicatorLedgerEntry.Connection), ColumnFit.Path, 4, 20),
                    Column(nameof(MdeIndicatorLedgerEntry.Type), ColumnFit.Text, 3, 12),
                    Column(nameof(MdeIndicatorLedgerEntry.Indicator), ColumnFit.Path, 0, 30) with
                    {
                        Least = Address,
                    },
                    Column(nameof(MdeIndicatorLedgerEntry.Status), ColumnFit.Whole, 1, 11),
                    Column(nameof(MdeIndicatorLedgerEntry.Grade), ColumnFit.Whole, 7, 9),
                    Column(nameof(MdeIndicatorLedgerEntry.IsComplete), ColumnFit.Whole, 5, 10),
                    Column(nameof(MdeIndicatorLedgerEntry.Hits), ColumnFit.Whole, 6, 4),
                    Column(nameof(MdeIndicatorLedgerEntry.Reason), ColumnFit.Rest, 2, 40),
                ]
            ),
            [typeof(MdeIndicatorPlan).FullName!] = new(
                "Queries of a sweep, which weren't run. For all properties: | Format-List. Text: .Query",
                [
                    Column(nameof(MdeIndicatorPlan.Connection), ColumnFit.Path, 4, 20),
                    Column(nameof(MdeIndicatorPlan.Table), ColumnFit.Path, 0, 25),
                    Column(nameof(MdeIndicatorPlan.Chunk), ColumnFit.Whole, 1, 5),
                    Column(nameof(MdeIndicatorPlan.Chunks), ColumnFit.Whole, 2, 6),
                    Column(nameof(MdeIndicatorPlan.Indicators), ColumnFit.Whole, 3, 10),
                    Column(nameof(MdeIndicatorPlan.QueryBytes), ColumnFit.Whole, 5, 10),
                ]
            ),
            [typeof(MdePackQuery).FullName!] = new(
                "Queries of packs. For all properties: | Format-List",
                [
                    Column(nameof(MdePackQuery.Name), ColumnFit.Path, 0, 40) with
                    {
                        Least = Name,
                    },
                    new("Techniques", ColumnFit.Text, 1, 10, value => Listed(value, nameof(MdePackQuery.Techniques))),
                    Column(nameof(MdePackQuery.Variant), ColumnFit.Whole, 3, 8),
                    new("Tables", ColumnFit.Rest, 4, 30, value => Listed(value, nameof(MdePackQuery.Tables))),
                    new("Problems", ColumnFit.Rest, 2, 30, value => Listed(value, nameof(MdePackQuery.Problems))),
                ]
            ),
            [typeof(MdePackResult).FullName!] = new(
                "Results of packs. For all properties: | Format-List. For the rows: .Results",
                [
                    Column(nameof(MdePackResult.Connection), ColumnFit.Path, 4, 20),
                    Column(nameof(MdePackResult.Name), ColumnFit.Path, 0, 40) with
                    {
                        Least = Name,
                    },
                    Column(nameof(MdePackResult.Status), ColumnFit.Whole, 1, 12),
                    Column(nameof(MdePackResult.Rows), ColumnFit.Whole, 2, 6),
                    Column(nameof(MdePackResult.Seconds), ColumnFit.Whole, 6, 7),
                    new("Technique", ColumnFit.Text, 5, 10, value => Listed(value, nameof(MdePackResult.Technique))),
                    Column(nameof(MdePackResult.Error), ColumnFit.Rest, 3, 40),
                ]
            ),
            [typeof(MdePackPlan).FullName!] = new(
                "Queries of packs, which weren't run. For all properties: | Format-List. Text: .Query",
                [
                    Column(nameof(MdePackPlan.Connection), ColumnFit.Path, 3, 20),
                    Column(nameof(MdePackPlan.Order), ColumnFit.Whole, 2, 5),
                    Column(nameof(MdePackPlan.Name), ColumnFit.Path, 0, 40) with
                    {
                        Least = Name,
                    },
                    Column(nameof(MdePackPlan.Status), ColumnFit.Whole, 1, 12),
                    Column(nameof(MdePackPlan.Reason), ColumnFit.Rest, 4, 40),
                ]
            ),
            [typeof(MdeQueryFinding).FullName!] = new(
                "Findings in queries. For all properties: | Format-List. For the rules: Get-Help about_MdeHunting_Rules",
                [
                    Column(nameof(MdeQueryFinding.RuleId), ColumnFit.Whole, 0, 6),
                    Column(nameof(MdeQueryFinding.Severity), ColumnFit.Whole, 2, 11),
                    Column(nameof(MdeQueryFinding.Query), ColumnFit.Path, 4, 8),
                    Column(nameof(MdeQueryFinding.Line), ColumnFit.Whole, 3, 4),
                    Column(nameof(MdeQueryFinding.Message), ColumnFit.Rest, 1, 60),
                ]
            )
            {
                Excerpt = nameof(MdeQueryFinding.Excerpt),
                Advice = nameof(MdeQueryFinding.Suggestion),
            },
            [typeof(MdeTableSchema).FullName!] = new(
                "Tables of advanced hunting. For all properties: | Format-List",
                [
                    Column(nameof(MdeTableSchema.Name), ColumnFit.Path, 0, 40) with
                    {
                        Least = Name,
                    },
                    new("Columns", ColumnFit.Whole, 1, 4, value => Bare(value, nameof(MdeTableSchema.IsInTenant)) is false ? null : (object)Items(value).Count),
                    new("Description", ColumnFit.Rest, 2, 60, value => Together(Note(value), TextOf(value, nameof(MdeTableSchema.Description)))),
                ]
            ),
            [typeof(MdeColumnSchema).FullName!] = new(
                "Columns of advanced hunting. For all properties: | Format-List",
                [
                    Column(nameof(MdeColumnSchema.Table), ColumnFit.Path, 1, 21),
                    Column(nameof(MdeColumnSchema.Name), ColumnFit.Path, 0, 23) with
                    {
                        Least = 28,
                    },
                    Column(nameof(MdeColumnSchema.Type), ColumnFit.Whole, 2, 8),
                    new(
                        "Description",
                        ColumnFit.Rest,
                        3,
                        60,
                        value =>
                            Together(
                                Sentence.Begin(TextOf(value, nameof(MdeColumnSchema.Difference)) ?? string.Empty),
                                TextOf(value, nameof(MdeColumnSchema.Description))
                            )
                    ),
                ]
            ),
            [typeof(MdeOutputFile).FullName!] = new(
                "Files with the rows of a run. For all properties: | Format-List",
                [
                    Column(nameof(MdeOutputFile.RowCount), ColumnFit.Whole, 1, 8),
                    Column(nameof(MdeOutputFile.Length), ColumnFit.Whole, 3, 9),
                    Column(nameof(MdeOutputFile.StartTime), ColumnFit.Whole, 2, 20),
                    Column(nameof(MdeOutputFile.EndTime), ColumnFit.Whole, 4, 20),
                    Column(nameof(MdeOutputFile.ErrorId), ColumnFit.Path, 5, 16),
                    Column(nameof(MdeOutputFile.Name), ColumnFit.Path, 0, 30) with
                    {
                        Least = Name,
                    },
                ]
            ),
            [typeof(MdeHuntingResult).FullName!] = new(
                "Results. For all properties: | Format-List. For the rows: .Rows",
                [
                    Column(nameof(MdeHuntingResult.Connection), ColumnFit.Path, 0, 20),
                    Column(nameof(MdeHuntingResult.RowCount), ColumnFit.Whole, 1, 8),
                    Column(nameof(MdeHuntingResult.IsComplete), ColumnFit.Whole, 2, 10),
                    Column(nameof(MdeHuntingResult.StartedAt), ColumnFit.Whole, 3, 20),
                    new("Query", ColumnFit.Rest, 4, 60, value => ResultText.Query(value)),
                ]
            )
            {
                Lines = ResultText.Lines,
            },
            [typeof(MdeTokenInfo).FullName!] = new(
                "Tokens. For all properties: .MdeView.Safe | Format-List",
                [
                    Column(nameof(MdeTokenInfo.Audience), ColumnFit.Path, 0, 30),
                    Column(nameof(MdeTokenInfo.Account), ColumnFit.Path, 1, 25),
                    new("Application", ColumnFit.Path, 2, 20, value => TextOf(value, "ApplicationName") ?? TextOf(value, nameof(MdeTokenInfo.ApplicationId))),
                    Column(nameof(MdeTokenInfo.Kind), ColumnFit.Whole, 4, 11),
                    new(
                        "Excess",
                        ColumnFit.Whole,
                        5,
                        6,
                        value => (Bare(value, nameof(MdeTokenInfo.ExcessPermissions)) as System.Collections.ICollection)?.Count
                    ),
                    Column(nameof(MdeTokenInfo.ExpiresOn), ColumnFit.Whole, 3, 20),
                ]
            )
            {
                Lines = TokenList.Lines,
                IsBare = true,
            },
            [typeof(MdeApplication).FullName!] = new(
                "Applications. For all properties: | Format-List",
                [
                    Column(nameof(MdeApplication.Name), ColumnFit.Path, 0, 30),
                    Column(nameof(MdeApplication.TenantId), ColumnFit.Path, 2, 36),
                    Column(nameof(MdeApplication.ClientId), ColumnFit.Path, 1, 36),
                    Column(nameof(MdeApplication.Api), ColumnFit.Whole, 3, 8),
                    Column(nameof(MdeApplication.PermissionKind), ColumnFit.Whole, 4, 11),
                    Column(nameof(MdeApplication.Permission), ColumnFit.Rest, 5, 25),
                ]
            )
            {
                Lines = ApplicationList,
                IsBare = true,
            },
        };

    // All of it, in the order of its properties.
    private static IReadOnlyList<(string Name, string[] Texts)> ApplicationList(PSObject application) =>
        [
            .. application
                .Properties.Select(property =>
                    (property.Name, Texts: new[] { CellText.Of(BareValue.Of(property.Value) is Enum kind ? kind.ToString() : property.Value) })
                )
                .Where(line => line.Texts[0].Length > 0),
        ];

    public static OutputColumn Column(string name, ColumnFit fit, int rank, int typical = 0, Func<PSObject, object?, object?>? shape = null) =>
        new(name, fit, rank, typical, value => shape is null ? Shape(Bare(value, name)) : shape(value, Bare(value, name))) { IsNumber = shape is not null };
}
