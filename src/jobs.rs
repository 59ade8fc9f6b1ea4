//! The loop that lets time pass. It calls services and decides nothing; it ends with the server.

use std::time::Duration;

use crate::service::context::Core;
use crate::service::time;

/// Looks at the clock every so many seconds; never, where the settings say 0.
pub fn start(core: Core) {
    let seconds = core.settings.jobs.interval_seconds;
    if seconds == 0 {
        return;
    }
    actix_web::rt::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(seconds));
        // After a long look the next one waits its time: looks do not pile up.
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let core = core.clone();
            let look = tokio::task::spawn_blocking(move || {
                let system = time::system_user(&core)?;
                time::pass(&core, system)
            });
            match look.await {
                Ok(Ok((0, 0))) => {}
                Ok(Ok((ended, breached))) => {
                    log::info!("voluntary periods ended: {ended}, deadlines breached: {breached}");
                }
                Ok(Err(error)) => log::error!("the job loop failed: {error}"),
                Err(stopped) => log::error!("the job loop stopped: {stopped}"),
            }
        }
    });
}
