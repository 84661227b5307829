namespace MdeHunting.Contract;

/// <summary>How a sign-in turns to the person.</summary>
internal interface ISignInPrompt : IMessageSink
{
    /// <summary>Shows where to go and which code to enter.</summary>
    Task ShowDeviceCodeAsync(DeviceCodeNotice notice);

    /// <summary>Shows that a browser has been opened and is waited for.</summary>
    Task ShowBrowserAsync();

    /// <summary>Has the thread of the command's pipeline make a call.</summary>
    Task<T> InvokeAsync<T>(Func<T> call);

    /// <summary>Shows how long the code can still be used.</summary>
    Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left);

    /// <summary>Shows that it is waited before something is sent; null where the wait is over.</summary>
    Task ShowWaitAsync(WaitNotice? wait);

    /// <summary>Shows how long a wait that was shown still is.</summary>
    Task ShowWaitLeftAsync(WaitNotice wait);

    /// <summary>Shows that a request of the sign-in is without a response yet, and how long it is waited for; null where that is over.</summary>
    Task ShowSilenceAsync(WaitNotice? silence);

    /// <summary>Told after each request whether there was a response, whatever it said, or none.</summary>
    void NoteResponse(bool hasCome);
}
