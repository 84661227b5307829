using System.Globalization;
using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Pipeline;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>Turns to the person through PowerShell while a query runs: for a sign-in in the middle, and with what it waits for as progress.</summary>
internal sealed class HuntingPrompt(PipelineStreams streams) : IHuntingPrompt
{
    private const int ActivityId = 3;
    private const string Activity = "Waiting for the tenant's quota";

    private readonly SignInPrompt _signIn = new(streams);
    private bool _showing;

    /// <inheritdoc/>
    public async Task ShowWaitAsync(WaitNotice? wait)
    {
        if (wait is not { } shown)
        {
            await HideAsync().ConfigureAwait(false);
            return;
        }

        _showing = true;
        var status = string.Format(CultureInfo.InvariantCulture, "Until {0:HH:mm:ss}Z: {1}", shown.Until, shown.Why);
        await streams.WriteProgressAsync(new ProgressRecord(ActivityId, Activity, status) { SecondsRemaining = (int)Math.Ceiling(shown.Time.TotalSeconds) }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => _signIn.ShowDeviceCodeAsync(notice);

    /// <inheritdoc/>
    public Task ShowBrowserAsync() => _signIn.ShowBrowserAsync();

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => _signIn.ShowTimeLeftAsync(notice, left);

    /// <inheritdoc/>
    public Task WarnAsync(string message) => streams.WarnAsync(message);

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => streams.VerboseAsync(message);

    /// <summary>Takes the progress away again; does nothing where the pipeline takes no more.</summary>
    public async Task CompleteAsync()
    {
        await HideAsync().ConfigureAwait(false);
        await _signIn.CompleteAsync().ConfigureAwait(false);
    }

    private async Task HideAsync()
    {
        if (!_showing)
        {
            return;
        }

        _showing = false;
        try
        {
            await streams.WriteProgressAsync(new ProgressRecord(ActivityId, Activity, "Done") { RecordType = ProgressRecordType.Completed }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped: PowerShell clears its progress by itself.
        }
    }
}
