using System.Management.Automation;
using MdeHunting.Tables;
using MdeHunting.Text;
using static MdeHunting.Views.OutputCells;
using static MdeHunting.Views.OutputTables;

namespace MdeHunting.Views;

/// <summary>The tables of what outputs consist of, such as a result's calls.</summary>
internal static class PartTables
{
    /// <summary>The table of each type, by the type's name.</summary>
    public static IReadOnlyDictionary<string, OutputTable> All { get; } =
        new Dictionary<string, OutputTable>()
        {
            [typeof(MdeMissingWindow).FullName!] = new(
                "Time ranges whose rows are missing. For all properties: | Format-List",
                [
                    new(nameof(MdeMissingWindow.StartTime), ColumnFit.Whole, 0, 20, part => Bound(part, nameof(MdeMissingWindow.StartTime))),
                    new(nameof(MdeMissingWindow.EndTime), ColumnFit.Whole, 1, 20, part => Bound(part, nameof(MdeMissingWindow.EndTime))),
                    Column(nameof(MdeMissingWindow.ErrorId), ColumnFit.Path, 3, 16),
                    Column(nameof(MdeMissingWindow.Reason), ColumnFit.Rest, 2, 60),
                ]
            )
            {
                Lines = part => Told(Times(part), Rest(part, nameof(MdeMissingWindow.ErrorId), nameof(MdeMissingWindow.Reason))),
            },
            [typeof(MdeHuntingCall).FullName!] = new(
                "Calls of a result. For all properties: | Format-List",
                [
                    Column(nameof(MdeHuntingCall.RequestId), ColumnFit.Whole, 1, 36),
                    Column(nameof(MdeHuntingCall.RowCount), ColumnFit.Whole, 2, 8),
                    Column(nameof(MdeHuntingCall.Bytes), ColumnFit.Whole, 4, 9),
                    new(nameof(MdeHuntingCall.StartedAt), ColumnFit.Whole, 0, 24, part => ResultText.Moment(part, nameof(MdeHuntingCall.StartedAt))),
                    Column(nameof(MdeHuntingCall.Elapsed), ColumnFit.Whole, 3, 16),
                ]
            )
            {
                Lines = Call,
            },
            [typeof(MdeHuntingRight).FullName!] = new(
                "What a token allows. For all properties: | Format-List",
                [
                    Column(nameof(MdeHuntingRight.Api), ColumnFit.Whole, 0, 8),
                    Column(nameof(MdeHuntingRight.CanHunt), ColumnFit.Whole, 1, 7),
                    Column(nameof(MdeHuntingRight.Reason), ColumnFit.Rest, 2, 60),
                ]
            )
            {
                Lines = part => Told(Rest(part, nameof(MdeHuntingRight.Api), nameof(MdeHuntingRight.CanHunt), nameof(MdeHuntingRight.Reason))),
            },
            [typeof(MdeHuntingColumn).FullName!] = new(
                "Columns of a result.",
                [
                    Column(nameof(MdeHuntingColumn.Name), ColumnFit.Path, 0, 40) with
                    {
                        Least = 30,
                    },
                    Column(nameof(MdeHuntingColumn.Type), ColumnFit.Whole, 1, 8),
                    Column(nameof(MdeHuntingColumn.PropertyName), ColumnFit.Path, 2, 40),
                ]
            ),
            [typeof(MdeHuntingStatistics).FullName!] = new(
                "Statistics of a result. For all properties: | Format-List",
                [
                    Column(nameof(MdeHuntingStatistics.Calls), ColumnFit.Whole, 0, 5),
                    Column(nameof(MdeHuntingStatistics.Bytes), ColumnFit.Whole, 1, 9),
                    Column(nameof(MdeHuntingStatistics.Elapsed), ColumnFit.Whole, 2, 16),
                    Column(nameof(MdeHuntingStatistics.ExecutionTime), ColumnFit.Whole, 3, 16),
                    Column(nameof(MdeHuntingStatistics.CpuTime), ColumnFit.Whole, 4, 16),
                    Column(nameof(MdeHuntingStatistics.PeakMemory), ColumnFit.Whole, 5, 10),
                    Column(nameof(MdeHuntingStatistics.TableRows), ColumnFit.Whole, 6, 9),
                ]
            )
            {
                Lines = part =>
                    Told(
                        Rest(
                            part,
                            nameof(MdeHuntingStatistics.ExecutionTime),
                            nameof(MdeHuntingStatistics.CpuTime),
                            nameof(MdeHuntingStatistics.PeakMemory),
                            nameof(MdeHuntingStatistics.TableRows),
                            nameof(MdeHuntingStatistics.Bytes),
                            nameof(MdeHuntingStatistics.Calls),
                            nameof(MdeHuntingStatistics.Elapsed)
                        )
                    ),
            },
            [typeof(MdeIndicatorGap).FullName!] = new(
                "Tables that weren't searched. For all properties: | Format-List",
                [Column(nameof(MdeIndicatorGap.Table), ColumnFit.Path, 0, 30), Column(nameof(MdeIndicatorGap.Reason), ColumnFit.Rest, 1, 60)]
            )
            {
                Lines = part => Told(Rest(part, nameof(MdeIndicatorGap.Table), nameof(MdeIndicatorGap.Reason))),
            },
            [typeof(MdePackParameter).FullName!] = new(
                "Parameters of a pack's query. For all properties: | Format-List",
                [
                    Column(nameof(MdePackParameter.Name), ColumnFit.Path, 0, 20),
                    Column(nameof(MdePackParameter.Type), ColumnFit.Whole, 1, 8),
                    Column(nameof(MdePackParameter.Placeholder), ColumnFit.Path, 3, 15),
                    Column(nameof(MdePackParameter.Default), ColumnFit.Path, 2, 20),
                    Column(nameof(MdePackParameter.Description), ColumnFit.Rest, 4, 40),
                ]
            )
            {
                Lines = part =>
                    Told(
                        Rest(
                            part,
                            nameof(MdePackParameter.Name),
                            nameof(MdePackParameter.Type),
                            nameof(MdePackParameter.Placeholder),
                            nameof(MdePackParameter.Default),
                            nameof(MdePackParameter.Description)
                        )
                    ),
            },
        };

    private static IReadOnlyList<(string Name, string[] Texts)> Call(PSObject call) =>
        Told(
            Times(call),
            Rest(call, nameof(MdeHuntingCall.RequestId), nameof(MdeHuntingCall.ErrorId)),
            [(nameof(MdeHuntingCall.SentQuery), ResultText.Query(call, nameof(MdeHuntingCall.SentQuery)))],
            Rest(call, nameof(MdeHuntingCall.ContentSha256), nameof(MdeHuntingCall.RowCount), nameof(MdeHuntingCall.RowsKept), nameof(MdeHuntingCall.Bytes)),
            [
                (nameof(MdeHuntingCall.StartedAt), ResultText.Moment(call, nameof(MdeHuntingCall.StartedAt))),
                (nameof(MdeHuntingCall.FinishedAt), ResultText.Moment(call, nameof(MdeHuntingCall.FinishedAt))),
            ],
            Rest(call, nameof(MdeHuntingCall.Elapsed))
        );

    private static (string Name, string? Text)[] Times(PSObject part) =>
        [
            (nameof(MdeMissingWindow.StartTime), Bound(part, nameof(MdeMissingWindow.StartTime))),
            (nameof(MdeMissingWindow.EndTime), Bound(part, nameof(MdeMissingWindow.EndTime))),
        ];

    private static (string Name, string? Text)[] Rest(PSObject part, params string[] names) => [.. names.Select(name => (name, TextOf(part, name)))];

    private static IReadOnlyList<(string Name, string[] Texts)> Told(params (string Name, string? Text)[][] lines) =>
        [.. lines.SelectMany(some => some).Where(line => line.Text is { Length: > 0 }).Select(line => (line.Name, new[] { CellText.Of(line.Text) }))];

    private static string? Bound(PSObject part, string property) => Bare(part, property) is DateTime time ? UtcText.Readable(time) : null;
}
