using MdeHunting.Contract;
using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Time;

/// <summary>Warns once in a pipeline that a query asks for more than the services keep, however many queries and tenants do.</summary>
internal sealed class LookBackWarning
{
    private int _isTold;

    /// <summary>Warns, unless that has been done.</summary>
    public Task ReportAsync(LookBack cut, IMessageSink notices) =>
        Interlocked.Exchange(ref _isTold, 1) != 0
            ? Task.CompletedTask
            : notices.WarnAsync(
                $"The query asks for rows from {TimeRange.Moment(cut.Missing.Start)} on, and the services keep thirty days: what is before "
                    + $"{TimeRange.Moment(cut.Missing.End)} is not there, and the result is not complete ({LookBack.ErrorId})."
            );
}
