export const themeStorageKey = "staygreen-theme";

/** Runs before the first paint, so that a stored choice never flashes the other scheme. */
export const themeScript = `try{var t=localStorage.getItem(${JSON.stringify(themeStorageKey)});if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;
